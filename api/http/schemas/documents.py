"""The sealed documents of a version, with every field present."""

from typing import Any, Literal

from pydantic import Field

from api.http.schemas.base import Answer, Localised

Interval = tuple[float, float]
TaskName = Literal["binary", "multiclass", "regression", "tensor"]
Scalar = float | int | str | bool | None


class SchemaField(Answer):
    """One named input of a row."""

    name: str
    kind: Literal["number", "integer", "boolean", "category", "text", "tensor"]
    datatype: str
    title: Localised
    description: Localised
    unit: str
    nullable: bool
    default: Scalar
    minimum: float | None
    maximum: float | None
    choices: list[str]
    unknown: Literal["refuse", "allow"]
    max_length: int
    shape: list[int]


class SchemaOutput(Answer):
    name: str
    datatype: str
    role: Literal["probability", "probabilities", "value", "lower", "upper", "tensor"]
    shape: list[int]


class InputSchema(Answer):
    """What a model takes and gives."""

    task: TaskName
    fields_: list[SchemaField] = Field(alias="fields")
    outputs: list[SchemaOutput]
    labels: list[str]
    threshold: float
    top_k: int
    coverage: float | None
    unit: str
    max_rows: int


class Example(Answer):
    title: Localised
    row: dict[str, Any]
    truth: float | str | None


class Metric(Answer):
    """A figure on the held-out rows, for the model and its baseline, with 95 % intervals."""

    name: str
    title: Localised
    better: Literal["lower", "higher", "target"]
    value: float
    interval: Interval
    baseline: float | None
    baseline_interval: Interval | None
    improvement: float | None
    improvement_interval: Interval | None
    target: float | None
    unit: str


class Slice(Answer):
    feature: str
    value: str
    rows: int
    metric: str
    score: float
    interval: Interval
    worse: bool


class CalibrationBin(Answer):
    predicted: float
    observed: float
    rows: int


class Conversion(Answer):
    rows: int
    label_agreement: float
    max_abs_difference: float
    label_agreement_limit: float
    max_abs_difference_limit: float


class Evaluation(Answer):
    split: Localised
    train_rows: int
    holdout_rows: int
    baseline: Localised
    headline: str
    metrics: list[Metric]
    slices: list[Slice]
    calibration: list[CalibrationBin]
    confusion: dict[str, dict[str, int]]
    conversion: Conversion | None


class Card(Answer):
    intended_use: Localised
    limits: Localised
    method: Localised
    licence: str
    reproduce: str
    notes: Localised
    downloadable: bool = Field(description="Whether anybody may have the graph itself.")


class Option(Answer):
    value: str
    label: Localised
    latitude: float | None
    longitude: float | None


class Widget(Answer):
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
    options: list[Option]
    step: float | None
    placeholder: Localised
    encoder: str


class Group(Answer):
    title: Localised
    fields_: list[str] = Field(alias="fields")


class SliceWords(Answer):
    title: Localised
    values: dict[str, Localised]


class Presentation(Answer):
    """Hints for the demo page: never needed to call the model."""

    icon: str
    answer: Literal["probability", "words", "classes", "interval", "tensor"]
    sentence: Localised
    groups: list[Group]
    widgets: dict[str, Widget]
    label_titles: dict[str, Localised]
    slices: dict[str, SliceWords]


class DataSource(Answer):
    name: str
    source: str
    licence: str
    sha256: str
    rows: int
    description: Localised


class SealedFile(Answer):
    sha256: str
    size_bytes: int


class Manifest(Answer):
    """What a version is made of, by hash, and where it came from."""

    model: str
    task: TaskName
    title: Localised
    summary: Localised
    created_at: str
    origin: str
    data: DataSource | None
    code_commit: str
    parameters: dict[str, Scalar]
    libraries: dict[str, str]
    files: dict[str, SealedFile]
    format: int
