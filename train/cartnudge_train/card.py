"""The model card: what the model was made of, how good it is, and what it can't do. As JSON, and told in Markdown."""

import json
from pathlib import Path
from typing import Any

from . import plot

WORDS = {"auc": "AUC", "log_loss": "log-loss", "brier": "Brier"}
LIMITS = (
    "It knows this shop in this period. Returns change with seasons, terms and range: look at the check's figures "
    "again each month, and train anew.",
    "The check has its outcomes from the same file. If returns were still under way when it was written, the latest "
    "lines look better kept than they were.",
    "It says which lines come back, not what a nudge changes: only a holdout tells that.",
    "The probabilities are true of a shop whose share of returns is that of the validation part. Where lines were "
    "chosen by outcome, calibrate again on a shop's own orders.",
    "Gain and SHAP say what the model looks at, not what causes returns.",
)


def write(folder: Path, card: dict[str, Any]) -> None:
    """Writes card.json, card.md and calibration.svg."""
    (folder / "card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf8")
    (folder / "card.md").write_text(told(card), encoding="utf8")
    (folder / "calibration.svg").write_text(plot.calibration(card["calibration_table"]), encoding="utf8")


def number(value: float | None, digits: int = 4) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def percent(value: float | None) -> str:
    return "–" if value is None else f"{value * 100:.1f} %"


def row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def table(heads: list[str], rows: list[list[str]]) -> str:
    return "\n".join([row(*heads), row(*["---"] * len(heads)), *(row(*cells) for cells in rows)])


def with_interval(part: dict[str, Any], name: str) -> str:
    edges = (part.get("intervals") or {}).get(name)
    return number(part[name]) + (f" ({edges[0]:.4f} to {edges[1]:.4f})" if edges else "")


def figures(name: str, part: dict[str, Any]) -> list[str]:
    rates = [percent(part["returned"]), percent(part["expected"])]
    return [name, f"{part['lines']:,}", *rates, *(with_interval(part, key) for key in WORDS)]


def data_told(card: dict[str, Any]) -> str:
    data, split = card["data"], card["split"]
    gap = f" {split['gap_days']} days before the check are left out." if split["gap_days"] else ""
    refit = " The trees were then trained again on both, as many rounds for each line." if card["refit"] else ""
    until = f" to before {split['check_until']}" if split["check_until"] else " on"
    return (
        f"{data['file']}: {data['lines']:,} order lines, of which {data['with_outcome']:,} have an outcome, "
        f"{data['first']} to {data['last']}; {data['without_outcome']:,} without one were left out. Training is before "
        f"{split['validate_from']}. Early stopping and calibration use {split['validate_from']} to before "
        f"{split['validate_until']}.{gap}{refit} The check is from {split['train_until']}{until}: nothing else saw it."
    )


def told(card: dict[str, Any]) -> str:
    """The card as Markdown."""
    heads = ["lines", "number", "came back", "expected", *WORDS.values()]
    parts = [figures(name, part) for name, part in card["parts"].items()]
    segments = [figures(name, part) for name, part in card["segments"].items()]
    tenths = [
        [
            f"{one['lines']:,}",
            f"{one['lowest']:.3f} to {one['highest']:.3f}",
            percent(one["expected"]),
            percent(one["returned"]),
            number(one["lift"], 2),
            percent(one["share_of_returns_so_far"]),
        ]
        for one in card["calibration_table"]
    ]
    importance = [
        [f"`{one['feature']}`", percent(one["gain"]), number(one["mean_abs_shap"]), one["constraint"]]
        for one in card["importance"]
    ]
    warning = (
        ["**The outcomes were dealt out anew: this is a test for leaks, not a model.**"] if card["permuted"] else []
    )
    versions = ", ".join(f"{name} {version}" for name, version in card["versions"].items())
    text = [
        f"# Model card: {card['id']}",
        *warning,
        f"{card['engine']}, {card['trees']} trees, {len(card['features'])} features, calibration: "
        f"{card['calibration']['kind']}. Made on {card['made_on']}.",
        "## Data",
        data_told(card),
        "## Figures",
        table(heads, parts),
        "In brackets: 95 % intervals, drawing customers with all their lines again. AUC: how often a line that came "
        "back has the higher probability than one that was kept; 0.5 is chance. Log-loss in nats and Brier: lower is "
        "better."
        + (" Training and validation figures are of the model before it was trained again." if card["refit"] else ""),
        "## By segment, on the check",
        table(heads, segments),
        "## Calibration and lift, on the check",
        "![probability given against share that came back](calibration.svg)",
        table(["lines", "probability", "expected", "came back", "lift", "of all returns, so far"], tenths),
        f"The mean distance of expected from came back is {percent(card['calibration_error'])}.",
        "## What it looks at",
        table(["feature", "share of gain", "mean abs. SHAP, log-odds", "may only"], importance),
        f"SHAP over {card['shap_lines']:,} lines of the check. Left out, as they never vary in training: "
        + (", ".join(f"`{name}`" for name in card["left_out"]) or "none")
        + ".",
        "## Limits",
        "\n".join(f"- {limit}" for limit in LIMITS),
        "## Settings",
        f"```json\n{json.dumps(card['settings'], indent=2)}\n```",
        f"Seed {card['seed']}; {versions}.",
    ]
    return "\n\n".join(text) + "\n"
