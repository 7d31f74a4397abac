"""The model card: what the model was made of, and how good it is."""

import json
from pathlib import Path
from typing import Any

WORDS = {"auc": "AUC", "log_loss": "log-loss", "brier": "Brier"}


def write(directory: Path, card: dict[str, Any]) -> None:
    """Writes card.json, card.md and calibration.svg."""
    (directory / "card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf8")
    (directory / "card.md").write_text(told(card), encoding="utf8")
    (directory / "calibration.svg").write_text(plot(card["calibration_table"]), encoding="utf8")


def number(value: float | None, digits: int = 4) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def percent(value: float | None) -> str:
    return "–" if value is None else f"{value * 100:.1f} %"


def row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def figures(name: str, one: dict[str, Any]) -> str:
    rates = [percent(one["return_rate"]), percent(one["expected_rate"])]
    return row(name, f"{one['lines']:,}", *rates, *(number(one[key]) for key in WORDS))


def told(card: dict[str, Any]) -> str:
    """The card as Markdown."""
    head = [row("lines", "number", "came back", "expected", *WORDS.values()), row(*["---"] * 7)]
    parts = card["parts"]
    spread = ", ".join(f"{WORDS[key]} {low:.3f} to {high:.3f}" for key, (low, high) in card["check_intervals"].items())
    bins = [
        row(f"{one['lines']:,}", percent(one["expected"]), percent(one["returned"]), number(one["lift"], 2))
        for one in card["calibration_table"]
    ]
    importance = [
        row(f"`{one['feature']}`", percent(one["gain"]), number(one["mean_abs_shap"], 3))
        for one in card["importance"][:20]
    ]
    split = card["split"]
    text = [
        f"# Model card: {card['id']}",
        (
            f"{card['engine']}, {card['trees']} trees, {len(card['features'])} features, "
            f"{card['calibration']} calibration. Made on {card['made_on']}."
        ),
        "## Data",
        (
            f"{card['data']['file']}: {card['data']['lines']:,} order lines, {card['data']['with_outcome']:,} with an outcome, "
            f"{card['data']['first']} to {card['data']['last']}. Training is before {split['validate_from']}; early stopping and "
            f"calibration use {split['validate_from']} to {split['check_from']}; the trees were then fitted again to both. "
            f"The check is from {split['check_from']} on and was seen by nothing else."
        ),
        "## Figures",
        "\n".join([*head, *(figures(name, parts[name]) for name in ["training", "validation", "check"])]),
        (
            f"95 % intervals of the check, drawing customers again: {spread}. Training and validation figures are of the model "
            "that training alone made."
        ),
        "## By segment, on the check",
        "\n".join([*head, *(figures(name, one) for name, one in card["segments"].items())]),
        "## Calibration, on the check",
        "![expected against returned](calibration.svg)",
        "\n".join([row("lines", "expected", "came back", "lift"), row(*["---"] * 4), *bins]),
        "## What it looks at",
        "\n".join([row("feature", "share of gain", "mean abs. SHAP (log-odds)"), row(*["---"] * 3), *importance]),
        "## Limits",
        (
            "It knows this shop, in this period, and takes past outcomes as they were known then. Returns change with seasons, "
            "terms and range: look at the check's figures again each month, and train anew. It says which lines come back, not "
            "what a nudge changes: only a holdout tells that."
        ),
        f"Settings: `{json.dumps(card['settings'])}`, seed {card['seed']}, {card['versions']}.",
    ]
    return "\n\n".join(text) + "\n"


def plot(bins: list[dict[str, float]]) -> str:
    """Expected against returned, both from 0 to 1."""
    side, edge = 320, 44

    def at(share: float) -> float:
        return edge + share * side

    def up(share: float) -> float:
        return edge + (1 - share) * side

    ticks = [0, 0.25, 0.5, 0.75, 1]
    size = side + 2 * edge
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="12">',
        "<title>Share that came back against the probability given</title>",
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        f'<path d="M{at(0)} {up(0)}L{at(1)} {up(1)}" stroke="#8a8a8a" stroke-dasharray="4 4"/>',
        f'<path d="M{at(0)} {up(1)}V{up(0)}H{at(1)}" stroke="#333" fill="none"/>',
    ]
    for tick in ticks:
        lines.append(f'<text x="{at(tick)}" y="{up(0) + 18}" text-anchor="middle">{tick:g}</text>')
        lines.append(f'<text x="{at(0) - 8}" y="{up(tick) + 4}" text-anchor="end">{tick:g}</text>')
    lines += [f'<circle cx="{at(b["expected"]):.1f}" cy="{up(b["returned"]):.1f}" r="4" fill="#0b5fff"/>' for b in bins]
    lines.append(f'<text x="{at(0.5)}" y="{size - 6}" text-anchor="middle">probability given</text>')
    lines.append(
        f'<text x="12" y="{up(0.5)}" text-anchor="middle" transform="rotate(-90 12 {up(0.5)})">came back</text>'
    )
    return "\n".join([*lines, "</svg>"]) + "\n"
