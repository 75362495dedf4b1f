from typing import Any, Literal

from pydantic import Field

from api.http.schemas.base import Answer, Instant, Localised, ModelName, Order, Reason
from api.http.schemas.documents import Example, InputSchema, Presentation, TaskName
from api.http.schemas.jobs import Job

DraftState = Literal["checking", "refused", "editing", "registering", "registered"]
MAX_TRIED_ROWS = 50


class GraphInput(Answer):
    """One input of the graph, and the fields that make its columns, in order."""

    name: str
    datatype: str
    fields_: list[str] = Field(alias="fields")


class DraftSchema(InputSchema):
    graph_inputs: list[GraphInput]


class DraftDocument(Answer):
    """What the version is going to be sealed with, beside its graph."""

    title: Localised
    summary: Localised
    schema_: DraftSchema = Field(alias="schema")
    presentation: Presentation
    examples: list[Example]


class Tensor(Answer):
    name: str
    datatype: str
    shape: list[int | None] = Field(description="Of one row; null where the graph leaves it free.")


class Findings(Answer):
    nodes: int
    operators: dict[str, int] = Field(description="Version of each set of operators.")
    inputs: list[Tensor]
    outputs: list[Tensor]
    notes: list[str]


class TriedRow(Answer):
    prediction: dict[str, Any] | None
    error: str | None = Field(description="Why there is no answer.")


class Trial(Answer):
    rows: list[dict[str, Any]]
    results: list[TriedRow] | None = Field(description="One a row; null while it runs.")
    seconds: float | None
    is_current: bool = Field(description="Tried with the schema as it is now.")


class DraftSummary(Answer):
    id: str
    name: str = Field(description="Of the model that it is to become; empty until it is said.")
    filename: str
    size_bytes: int
    state: DraftState
    version: int | None = Field(description="What it became.")
    created_at: Instant
    created_by: str
    changed_at: Instant


class Draft(DraftSummary):
    """An uploaded graph on its way to become a version."""

    sha256: str
    revision: int
    document: DraftDocument | None = Field(description="Null until the graph has been checked.")
    findings: Findings | None
    faults: list[str] = Field(description="What keeps it from being tried and registered.")
    trial: Trial | None = Field(description="The newest one.")
    taken_by: TaskName | None = Field(description="Task of the model that has the name already.")
    check_job: Job
    trial_job: Job | None
    register_job: Job | None


class DraftList(Answer):
    drafts: list[DraftSummary] = Field(description="Those that were changed last first.")
    next_offset: int | None = Field(description="Where the next page begins.")
    total: int
    largest_file_bytes: int


class DraftChange(Order):
    name: ModelName | Literal[""]
    document: DraftDocument
    seen_revision: int = Field(description="Of the draft as it was read; else it is a conflict.")


class TrialOrder(Order):
    rows: list[dict[str, Any]] = Field(min_length=1, max_length=MAX_TRIED_ROWS)


class DraftRegistration(Order):
    reason: Reason
    as_new_version: bool = Field(
        default=False, description="Of the model that has the name already."
    )
