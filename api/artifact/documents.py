"""The sealed documents beside the graph: examples, card, evaluation, presentation.

They are written once by training (or by the person who registers a graph), sealed under the
version's digest, and shown by the API and the browser as they are.
"""

from typing import Any, Literal

import msgspec

from api.artifact.schema import Localised

Interval = tuple[float, float]
"""Lower and upper end of a confidence interval."""


class Example(msgspec.Struct, frozen=True):
    """One row to try, and its truth where it is known."""

    title: Localised
    row: dict[str, Any]
    truth: float | str | None = None


class HeldOutRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """A real row that the version never saw, and what became of it."""

    row: dict[str, Any]
    truth: float | str
    occurred_at: str = ""
    """RFC 3339, UTC; empty where the data do not say."""
    name: str = ""
    """What the row is called, where its name would give the truth away: a file's path."""


HELD_OUT_ROWS = 200
"""At most so many are sealed: enough for a visit, and small beside the graph."""


class HeldOut(msgspec.Struct, frozen=True):
    """Rows to try a version on whose truth is told afterwards, in an order drawn at random."""

    rows: tuple[HeldOutRow, ...]
    of_rows: int
    """How many rows were held out; these were drawn from them."""
    description: Localised
    """Whose rows these are, in a sentence."""


class Metric(msgspec.Struct, frozen=True, omit_defaults=True):
    """A figure on the held-out rows, for the model and its baseline, with 95 % intervals."""

    name: str
    title: Localised
    better: Literal["lower", "higher", "target"]
    value: float
    interval: Interval
    baseline: float | None = None
    baseline_interval: Interval | None = None
    improvement: float | None = None
    """Model minus baseline, signed so that positive is better."""
    improvement_interval: Interval | None = None
    target: float | None = None
    unit: str = ""


class Slice(msgspec.Struct, frozen=True):
    """The headline metric inside one part of the held-out rows."""

    feature: str
    value: str
    rows: int
    metric: str
    score: float
    interval: Interval
    worse: bool
    """The interval lies wholly on the worse side of the overall figure."""


class CalibrationBin(msgspec.Struct, frozen=True):
    predicted: float
    observed: float
    rows: int


class Conversion(msgspec.Struct, frozen=True):
    """How the sealed graph compares with the native model over the whole hold-out."""

    rows: int
    label_agreement: float
    """Share of rows with the same label, 0–1 (1.0 for regression, where it has no meaning)."""
    max_abs_difference: float
    label_agreement_limit: float
    max_abs_difference_limit: float


class Evaluation(msgspec.Struct, frozen=True, omit_defaults=True):
    split: Localised
    """How training and held-out rows were separated, in a sentence."""
    train_rows: int
    holdout_rows: int
    baseline: Localised
    headline: str
    """Name of the metric that stands for the model in one number."""
    metrics: tuple[Metric, ...]
    slices: tuple[Slice, ...] = ()
    calibration: tuple[CalibrationBin, ...] = ()
    confusion: dict[str, dict[str, int]] = {}
    """Truth -> predicted -> rows."""
    conversion: Conversion | None = None


class Card(msgspec.Struct, frozen=True, omit_defaults=True):
    """The model card in words; the numbers are in the evaluation, the data in the manifest."""

    intended_use: Localised
    limits: Localised
    method: Localised
    licence: str
    reproduce: str
    """The command that trains and measures this version again."""
    notes: Localised = {}
    downloadable: bool = False
    """Whether anybody may have the graph itself: the licences, its data's too, must permit it."""


class Option(msgspec.Struct, frozen=True, omit_defaults=True):
    value: str
    label: Localised
    latitude: float | None = None
    longitude: float | None = None


class Widget(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the demo form asks for one field."""

    kind: Literal[
        "slider",
        "number",
        "select",
        "airport",
        "switch",
        "text",
        "canvas",
        "file",
        "time",
        "hidden",
    ]
    options: tuple[Option, ...] = ()
    step: float | None = None
    placeholder: Localised = {}
    encoder: str = ""
    """For ``file``: the browser-side encoding, for example ``magika-v3``."""


class Group(msgspec.Struct, frozen=True):
    title: Localised
    fields: tuple[str, ...]


class SliceWords(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a slicing feature of the evaluation is called where it is no field of the schema."""

    title: Localised
    values: dict[str, Localised] = {}


class Presentation(msgspec.Struct, frozen=True, omit_defaults=True):
    """Hints for the demo page: never needed to call the model."""

    icon: str
    """A Tabler icon name: plane, message, pencil, bike, file."""
    answer: Literal["probability", "words", "classes", "interval", "tensor"]
    sentence: Localised
    """The answer in words, with ``{probability}``, ``{label}``, ``{value}``, ``{lower}`` and
    ``{upper}`` to be filled in."""
    groups: tuple[Group, ...]
    widgets: dict[str, Widget]
    label_titles: dict[str, Localised] = {}
    slices: dict[str, SliceWords] = {}
    """By feature."""
