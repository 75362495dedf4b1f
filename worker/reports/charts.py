"""Pictures of a report as SVG: letters are drawn, so that no font is needed, and the same figures
always give the same bytes."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

DARK, LIGHT, PROMISE, GREY = "#1b4f8a", "#b9cde4", "#a34700", "#555555"
STYLE = {
    "svg.fonttype": "path",
    "svg.hashsalt": "farol",
    "axes.edgecolor": GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "font.size": 9,
}

MARGINS = {"left": 0.11, "right": 0.985, "bottom": 0.14, "top": 0.86}
"""Shares of the picture; to let the labels find them is to draw everything twice."""


@dataclass(frozen=True)
class Bars:
    days: Sequence[date]
    rows: Sequence[int]
    rows_with_truth: Sequence[int]
    labels: tuple[str, str]
    """Of the rows with truth, and of those without."""
    tick: Callable[[float], str]
    """How a number at the axis is written."""


@dataclass(frozen=True)
class Line:
    days: Sequence[date]
    values: Sequence[float]
    promise: float | None
    promise_label: str
    tick: Callable[[float], str]


def bars(drawn: Bars) -> str:
    def draw(axes: Axes) -> None:
        unknown = [
            all_ - known for all_, known in zip(drawn.rows, drawn.rows_with_truth, strict=True)
        ]
        days = _dates(drawn.days)
        axes.bar(days, drawn.rows_with_truth, color=DARK, label=drawn.labels[0])
        axes.bar(days, unknown, bottom=drawn.rows_with_truth, color=LIGHT,
                 label=drawn.labels[1])  # fmt: skip
        axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        _legend(axes)

    return _svg(draw, drawn.tick)


def line(drawn: Line) -> str:
    def draw(axes: Axes) -> None:
        axes.plot(
            _dates(drawn.days), drawn.values, color=DARK, marker="o", markersize=3.5, linewidth=1.4
        )
        if drawn.promise is not None:
            axes.axhline(drawn.promise, color=PROMISE, linestyle="--", linewidth=1.2,
                         label=drawn.promise_label)  # fmt: skip
            _legend(axes)
        if not any(drawn.values) and not drawn.promise:
            axes.set_ylim(0, 1)
        axes.yaxis.set_major_locator(MaxNLocator(5))
        axes.grid(axis="y", color="#e4e4e4", linewidth=0.6)
        axes.set_axisbelow(True)

    return _svg(draw, drawn.tick)


def _svg(draw: Callable[[Axes], None], tick: Callable[[float], str]) -> str:
    with mpl.rc_context(STYLE):  # type: ignore[arg-type]  # every key is a literal there
        figure = Figure(figsize=(6.6, 1.9))
        FigureCanvasSVG(figure)
        axes = figure.subplots(gridspec_kw=MARGINS)
        draw(axes)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _position: tick(value)))
        locator = AutoDateLocator(minticks=3, maxticks=9)  # type: ignore[no-untyped-call]  # it has no annotations
        axes.xaxis.set_major_locator(locator)
        # Numbers alone: names of months would be English in every language.
        axes.xaxis.set_major_formatter(
            ConciseDateFormatter(  # type: ignore[no-untyped-call]  # as above
                locator,
                formats=["%Y", "%Y-%m", "%m-%d", "%H:%M", "%H:%M", "%S"],
                zero_formats=["", "%Y", "%m-%d", "%m-%d", "%H:%M", "%H:%M"],
                offset_formats=["", "", "", "", "", ""],
            )
        )
        buffer = io.StringIO()
        figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    return buffer.getvalue()


def _dates(days: Sequence[date]) -> NDArray[np.datetime64]:
    return np.array(days, dtype="datetime64[D]")


def _legend(axes: Axes) -> None:
    axes.legend(
        loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, frameon=False, fontsize=8,
        borderaxespad=0.2,
    )  # fmt: skip
