"""The calibration plot, as SVG."""

SIDE = 320
EDGE = 44
TICKS = (0, 0.25, 0.5, 0.75, 1)


def across(share: float) -> float:
    return EDGE + share * SIDE


def up(share: float) -> float:
    return EDGE + (1 - share) * SIDE


def calibration(table: list[dict[str, float]]) -> str:
    """Expected against returned, both from 0 to 1; a point on the dashed line was expected just so."""
    size = SIDE + 2 * EDGE
    middle = up(0.5)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" '
        'font-family="sans-serif" font-size="12" fill="#333">',
        "<title>Share of lines that came back against the probability given, in tenths of the check</title>",
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        f'<path d="M{across(0):g} {up(0):g}L{across(1):g} {up(1):g}" stroke="#8a8a8a" stroke-dasharray="4 4"/>',
        f'<path d="M{across(0):g} {up(1):g}V{up(0):g}H{across(1):g}" stroke="#333" fill="none"/>',
    ]
    for tick in TICKS:
        parts.append(f'<text x="{across(tick):g}" y="{up(0) + 18:g}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{across(0) - 8:g}" y="{up(tick) + 4:g}" text-anchor="end">{tick:g}</text>')
    for one in table:
        told = f"{one['lines']:,} lines: {one['expected']:.3f} expected, {one['returned']:.3f} came back"
        place = f'cx="{across(one["expected"]):.1f}" cy="{up(one["returned"]):.1f}"'
        parts.append(f'<circle {place} r="4" fill="#0b5fff"><title>{told}</title></circle>')
    parts += [
        f'<text x="{across(0.5):g}" y="{size - 6}" text-anchor="middle">probability given</text>',
        f'<text x="12" y="{middle:g}" text-anchor="middle" transform="rotate(-90 12 {middle:g})">came back</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"
