"""A replay's report as files: JSON, and each figure of each arm by month."""

import json
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")

from matplotlib import pyplot as plt

from worker.replays.report import ReplayReport

COLOURS = ("#8a8f98", "#d97706", "#0f766e")


def write_charts(report: ReplayReport, folder: Path) -> None:
    """``report.json``, ``brier.svg`` and ``auc.svg``."""
    document = json.dumps(report.as_json(), ensure_ascii=False, indent=2)
    (folder / "report.json").write_text(document + "\n")
    for figure, title in (
        ("brier", "Brier score (lower is better)"),
        ("auc", "Area under the ROC"),
    ):
        _chart(report, figure, title, folder / f"{figure}.svg")


def _chart(report: ReplayReport, figure: str, title: str, path: Path) -> None:
    with plt.rc_context({"font.size": 9, "svg.hashsalt": "farol"}):
        drawing, axes = plt.subplots(figsize=(8, 3.6), layout="constrained")
        for arm, colour in zip(report.arms, COLOURS, strict=True):
            months = [month.month for month in arm.months]
            values = [getattr(month, figure) for month in arm.months]
            label = f"{arm.name} ({arm.retrainings} retrainings)"
            axes.plot(months, values, marker="o", markersize=4, color=colour, label=label)
        axes.set_title(title, loc="left")
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", alpha=0.3)
        axes.legend(frameon=False)
        drawing.savefig(path, metadata={"Date": None})
        plt.close(drawing)
