"""Pictures of an evaluation for the experiment log, as PNG bytes."""

import io
from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from api.artifact.documents import Evaluation
from api.artifact.schema import Schema
from monitoring.quality.arrays import Floats

MOST_SLICES = 40


def plots(
    schema: Schema, evaluation: Evaluation, truth: Floats, predictions: Floats
) -> dict[str, bytes]:
    """Pictures by file name; which ones depends on the task."""
    drawn: dict[str, bytes] = {}
    if evaluation.calibration:
        drawn["reliability.png"] = _png(lambda axes: _reliability(axes, evaluation))
    if evaluation.confusion:
        drawn["confusion.png"] = _png(lambda axes: _confusion(axes, evaluation), left=0.2)
    if schema.task == "regression":
        value = predictions if predictions.ndim == 1 else predictions[:, 0]
        drawn["residuals.png"] = _png(lambda axes: _residuals(axes, schema, truth, value))
        drawn["predicted.png"] = _png(lambda axes: _predicted(axes, schema, truth, value))
    if evaluation.slices:
        drawn["slices.png"] = _png(lambda axes: _slices(axes, evaluation), left=0.26)
    return drawn


def _png(draw: Callable[[Axes], None], left: float = 0.12) -> bytes:
    """``left`` is the share of the width that labels take: to find it out is to draw twice."""
    figure = Figure(figsize=(6.4, 4.8))
    FigureCanvasAgg(figure)
    margins = {"left": left, "right": 0.97, "bottom": 0.15, "top": 0.93}
    draw(figure.subplots(gridspec_kw=margins))
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110)
    return buffer.getvalue()


def _reliability(axes: Axes, evaluation: Evaluation) -> None:
    bins = evaluation.calibration
    sizes = np.array([entry.rows for entry in bins], dtype=float)
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1, linestyle="--")
    stated, observed = [b.predicted for b in bins], [b.observed for b in bins]
    axes.plot(stated, observed, color="tab:blue")
    axes.scatter(stated, observed, s=20 + 180 * sizes / sizes.max(), color="tab:blue")
    axes.set(xlabel="stated probability", ylabel="observed share", title="Reliability")


def _confusion(axes: Axes, evaluation: Evaluation) -> None:
    labels = list(evaluation.confusion)
    counts = np.array([list(row.values()) for row in evaluation.confusion.values()])
    axes.imshow(counts, cmap="Blues")
    for (i, j), count in np.ndenumerate(counts):
        colour = "white" if count > counts.max() / 2 else "black"
        axes.text(j, i, str(count), ha="center", va="center", fontsize=8, color=colour)
    ticks = range(len(labels))
    axes.set(xlabel="predicted", ylabel="true", title="Confusion", xticks=ticks, yticks=ticks)
    axes.set_xticklabels(labels, rotation=45)
    axes.set_yticklabels(labels)


def _residuals(axes: Axes, schema: Schema, truth: Floats, value: Floats) -> None:
    axes.hist(truth - value, bins=60, color="tab:blue")
    axes.set(xlabel=f"truth − prediction ({schema.unit})", ylabel="rows", title="Residuals")


def _predicted(axes: Axes, schema: Schema, truth: Floats, value: Floats) -> None:
    top = float(max(truth.max(), value.max()))
    axes.scatter(value, truth, s=4, alpha=0.3)
    axes.plot([0, top], [0, top], color="grey", linewidth=1, linestyle="--")
    axes.set(xlabel=f"prediction ({schema.unit})", ylabel="truth", title="Truth by prediction")


def _slices(axes: Axes, evaluation: Evaluation) -> None:
    shown = evaluation.slices[:MOST_SLICES]
    scores = np.array([entry.score for entry in shown])
    ends = np.array([entry.interval for entry in shown])
    positions = np.arange(len(shown))
    axes.errorbar(scores, positions, xerr=np.abs(ends.T - scores), fmt="o", markersize=3)
    axes.set_yticks(positions, [f"{entry.feature} = {entry.value}" for entry in shown], fontsize=5)
    axes.set(xlabel=evaluation.headline, title="Slices of the hold-out")
