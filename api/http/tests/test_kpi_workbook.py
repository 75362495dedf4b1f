"""The workbook has the API's figures, in both languages."""

import io
from typing import Any, get_args

import pytest
from msgspec.structs import replace
from openpyxl import Workbook, load_workbook
from starlette.testclient import TestClient

from api.adapters.database import write_session
from api.core import shipping
from api.core.kpis.catalogue import CATALOGUE
from api.core.kpis.types import Level, Unit, Unknown
from api.http.kpi_workbook_words import WORDS, Language
from api.http.tests.test_kpi_routes import ADMINISTRATOR, ANSWER, NOON, TODAY, asked
from testing.records import prediction_record

__all__ = ["asked"]


def book(client: TestClient, **params: Any) -> Workbook:
    answer = client.get("/v1/kpis/export.xlsx", params=params, auth=ADMINISTRATOR)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    return load_workbook(io.BytesIO(answer.content))


@pytest.mark.parametrize("language", ["en", "pt-BR"])
def test_the_workbook_has_the_figures_of_the_api(asked: TestClient, language: Language) -> None:
    board = asked.get("/v1/kpis", auth=ADMINISTRATOR).json()
    read = book(asked, language=language)
    words = WORDS[language]
    assert read.sheetnames == [words[k] for k in ("summary", "trend", "models", "about")]
    summary = list(read[words["summary"]].iter_rows(min_row=2, values_only=True))
    for kpi, row in zip(board["kpis"], summary, strict=True):
        figure = kpi["figure"]
        assert row[0] == kpi["title"][language]
        # A cell has 16 digits of a number.
        assert row[2:6] == pytest.approx(
            (figure["value"], figure["n"], figure["low"], figure["high"])
        )
        assert row[6] == kpi["previous"]["value"]
        assert row[8] == kpi["target"]
        assert bool(row[10]) == (figure["value"] is None)
    trend = list(read[words["trend"]].iter_rows(min_row=2, values_only=True))
    points = [
        (kpi["title"][language], point["at"], point["value"], point["n"])
        for kpi in board["kpis"]
        for point in kpi["series"] + kpi["previous_series"]
    ]
    assert len(trend) == len(points)
    for row, (title, day, value, n) in zip(trend, points, strict=True):
        assert (row[0], str(row[2])[:10], row[5]) == (title, day, n)
        assert row[4] == pytest.approx(value)
    models = list(read[words["models"]].iter_rows(min_row=2, values_only=True))
    of_predictions = next(kpi for kpi in board["kpis"] if kpi["slug"] == "predictions")
    assert (models[0][1], models[0][4]) == (
        of_predictions["models"][0]["title"][language],
        of_predictions["models"][0]["figure"]["value"],
    )


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "A replay, not live traffic: 50%"), ("pt-BR", "Uma reprise, não tráfego ao vivo: 50%")],
)
def test_a_replay_is_labelled_where_its_figures_are(
    asked: TestClient, seeded, language: Language, label: str
) -> None:
    """As many rows as were really asked for."""
    played = replace(
        prediction_record(10, model="delay", served_at=NOON, outputs=[ANSWER] * 3), source="replay"
    )
    with write_session(seeded.sessions) as session:
        shipping.ship(
            session, file="api-0-2.spool", records=[(100, played)], end_position=100, now=TODAY
        )
    read = book(asked, language=language)
    words = WORDS[language]
    assert read[words["summary"]].cell(len(CATALOGUE) + 3, 1).value.startswith(label)
    about = dict(read[words["about"]].iter_rows(min_row=2, values_only=True))
    assert about[words["replay"]].startswith(label)


def test_the_days_of_the_period_are_the_first_and_the_last(asked: TestClient) -> None:
    read = book(asked, **{"from": "2026-11-16", "to": "2026-11-23"})
    about = dict(read["About"].iter_rows(min_row=2, values_only=True))
    assert about["Period"] == "2026-11-16 – 2026-11-22"
    assert about["Before"] == "2026-11-09 – 2026-11-15"


def test_what_people_wrote_is_no_formula(asked: TestClient, seeded) -> None:
    read = book(asked)
    cells = [cell for sheet in read for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_every_word_that_a_figure_needs_is_in_both_languages() -> None:
    needed = {
        *(f"unknown_{reason}" for reason in get_args(Unknown)),
        *(f"level_{level}" for level in get_args(Level)),
        *(f"unit_{unit}" for unit in get_args(Unit)),
        *(f"counts_{kpi.counts}" for kpi in CATALOGUE),
    }
    assert WORDS["en"].keys() == WORDS["pt-BR"].keys()
    assert needed <= WORDS["en"].keys()
