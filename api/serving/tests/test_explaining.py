"""Explanations of graphs whose workings are known."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from api.serving.decoder import RequestDecoder
from api.serving.documents import read_background, read_schema
from api.serving.errors import RowsRefused
from api.serving.explaining.explain import Explainer, NotExplainable
from api.serving.explaining.tabular import explain_tabular
from api.serving.session import GraphSession


def explainer(directory: Path) -> Explainer:
    schema = read_schema(directory)
    session = GraphSession(directory / "model.onnx", schema)
    return Explainer(RequestDecoder(schema), session, read_background(directory))


def test_shapley_values_of_a_sum_are_its_terms() -> None:
    background = [{"a": 1.0, "b": 10.0, "c": 0.0}, {"a": 3.0, "b": 20.0, "c": 0.0}]

    def score(rows: list[dict[str, float]]) -> NDArray[np.float64]:
        return np.array([2 * row["a"] - row["b"] for row in rows])

    row = {"a": 5.0, "b": 10.0, "c": 9.0}
    found = explain_tabular(row, ["a", "b", "c"], background, score, seed=1)  # type: ignore[arg-type]  # rows of floats
    values = {c.field: c.contribution for c in found.contributions}
    # Against the mean background (a = 2, b = 15): 2 (5 − 2) and −(10 − 15).
    assert values == pytest.approx({"a": 6.0, "b": 5.0, "c": 0.0})
    assert found.base == pytest.approx(-11.0)
    assert found.score == pytest.approx(0.0)


def test_shapley_values_of_a_product_share_it() -> None:
    def score(rows: list[dict[str, float]]) -> NDArray[np.float64]:
        return np.array([row["a"] * row["b"] for row in rows])

    row = {"a": 1.0, "b": 1.0}
    found = explain_tabular(row, ["a", "b"], [{"a": 0.0, "b": 0.0}], score, seed=1)  # type: ignore[arg-type]  # rows of floats
    # Every order is walked both ways, so the interaction is shared equally: exactly one half each.
    assert [c.contribution for c in found.contributions] == pytest.approx([0.5, 0.5])


def test_contributions_add_up_to_score_minus_base_and_repeat(artifacts: dict[str, Path]) -> None:
    explain = explainer(artifacts["binary"]).explain
    row = {"delay": 4, "carrier": "AA", "wind": 0.5, "origin": "JFK"}
    found, output, label = explain(row)
    assert (output, label) == ("probability", "late")
    total = sum(c.contribution for c in found.contributions)
    assert total == pytest.approx(found.score - found.base, abs=1e-12)
    assert explain(row)[0] == found
    # sigmoid(4 − 1 + 3)
    assert found.score == pytest.approx(1 / (1 + np.exp(-6)), abs=1e-6)


def test_each_word_is_found_where_it_stands(artifacts: dict[str, Path]) -> None:
    text = "é good  bad good"
    found, _, label = explainer(artifacts["text"]).explain({"text": text})
    assert label == "positive"
    assert [text[c.start : c.end] for c in found.contributions] == ["é", "good", "bad", "good"]
    neutral, good, bad, again = (c.contribution for c in found.contributions)
    assert neutral == 0
    assert good == again > 0 > bad


def test_an_empty_text_has_nothing_to_blame(artifacts: dict[str, Path]) -> None:
    found, _, _ = explainer(artifacts["text"]).explain({"text": " "})
    assert found.contributions == ()


def test_light_on_the_left_speaks_for_left(artifacts: dict[str, Path]) -> None:
    image = [[255, 255, 0, 0]] * 4
    found, output, label = explainer(artifacts["image"]).explain({"image": image})
    assert (output, label) == ("probabilities", "left")
    # Blank patches are left out, so only the lit ones remain, and each one helps.
    assert {c.part for c in found.contributions} == {f"{r},{c}" for r in range(4) for c in (0, 1)}
    assert all(c.contribution > 0 for c in found.contributions)


def test_a_regression_explains_its_value(artifacts: dict[str, Path], tmp_path: Path) -> None:
    directory = artifacts["regression"]
    schema = read_schema(directory)
    session = GraphSession(directory / "model.onnx", schema)
    background = [{"hour": 0, "warm": False}]
    found, output, label = Explainer(RequestDecoder(schema), session, background).explain(
        {"hour": 3, "warm": True}
    )
    assert (output, label, found.base, found.score) == ("value", None, 0.0, 130.0)
    assert [c.contribution for c in found.contributions] == pytest.approx([30.0, 100.0])


def test_a_row_that_does_not_fit_is_refused_before_anything_runs(
    artifacts: dict[str, Path],
) -> None:
    with pytest.raises(RowsRefused):
        explainer(artifacts["binary"]).explain({"delay": "x"})


def test_what_has_no_one_number_or_no_background_says_so(artifacts: dict[str, Path]) -> None:
    with pytest.raises(NotExplainable, match="tensor"):
        explainer(artifacts["tensor"]).explain({"values": [1, 2, 3]})
    with pytest.raises(NotExplainable, match="background"):
        explainer(artifacts["regression"]).explain({"hour": 1, "warm": True})
