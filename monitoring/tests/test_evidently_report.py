import numpy as np
import pandas as pd
import pytest
from evidently import DataDefinition, Dataset, Report
from evidently.metrics import ValueDrift

from monitoring.drift.counts import count
from monitoring.drift.effects import category_array, category_shapes, number_arrays, number_shapes
from monitoring.drift.profile import profile_categories, profile_numbers
from monitoring.drift.wasserstein import error_bound
from monitoring.evidently_report import html_report


def table(rows, seed, shift=0.0):
    generator = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "delay": generator.normal(shift, 1, rows),
            "place": generator.choice(["JFK", "EWR", "LGA"], rows, p=[0.5, 0.3, 0.2]),
            "weekend": generator.random(rows) < 0.3,
        }
    )


def evidentlys(method, kind, reference, current):
    """Evidently's number for one column."""
    definition = DataDefinition(**{f"{kind}_columns": ["x"]})
    then, now = (
        Dataset.from_pandas(pd.DataFrame({"x": values}), data_definition=definition)
        for values in (reference, current)
    )
    snapshot = Report([ValueDrift(column="x", method=method)]).run(now, then)
    return float(snapshot.dict()["metrics"][0]["value"])


def our_categories(reference, current):
    profile = profile_categories(reference.astype(object))
    return category_shapes(profile, category_array(profile, count(current.astype(object), profile)))


def test_the_report_names_every_column() -> None:
    page = html_report(table(400, 1), table(300, 2, shift=1.0), seed=1)
    assert page.lstrip().startswith("<!DOCTYPE html>")
    for name in ("delay", "place", "weekend"):
        assert name in page


def test_only_a_sample_of_each_table_is_looked_at() -> None:
    capped = html_report(table(104_729, 1), table(104_729, 2), max_rows=1379, seed=1)
    assert "1379" in capped
    assert "104729" not in capped


def test_columns_without_values_are_left_out() -> None:
    reference = table(200, 1).assign(all_missing_then=np.nan, absent_now=1.0)
    page = html_report(reference, table(200, 2).assign(all_missing_then=1.0), seed=1)
    assert "all_missing_then" not in page
    assert "absent_now" not in page


def test_missing_categories_and_numbers_do_not_stop_it() -> None:
    current = table(200, 2)
    current.loc[::2, "place"] = None
    current.loc[::3, "delay"] = np.nan
    assert "place" in html_report(table(200, 1), current, seed=1)


def test_a_stranger_s_text_cannot_end_the_page_s_script_and_begin_its_own() -> None:
    current = table(200, 2).rename(columns={"delay": "<b>delay"})
    current.loc[::2, "place"] = "</script><script>alert('mine')</script>"
    page = html_report(table(200, 1).rename(columns={"delay": "<b>delay"}), current, seed=1)
    assert r"\u2039/script\u203a\u2039script\u203aalert('mine')" in page
    assert r"\u2039b\u203adelay" in page
    assert "<script>alert('mine')" not in page
    assert "<b>delay" not in page


def test_refuses_tables_with_nothing_to_compare() -> None:
    with pytest.raises(ValueError, match="no column in common"):
        html_report(table(10, 1), pd.DataFrame({"other": [1.0]}), seed=1)


def test_the_stability_index_of_categories_is_evidentlys() -> None:
    """They add rows to empty bins only and we half a row to all: no matter at these counts."""
    then, now = table(20_000, 1)["place"].to_numpy(), np.repeat(["JFK", "EWR", "LGA"], 4000)
    expected = evidentlys("psi", "categorical", then, now)
    assert expected == pytest.approx(float(our_categories(then, now)["psi"]), rel=1e-3)


def test_the_jensen_shannon_distance_of_categories_is_evidentlys_in_bits() -> None:
    """They take natural logarithms, we those to base 2."""
    then, now = table(5000, 1)["place"].to_numpy(), np.repeat(["JFK", "EWR", "SFO"], 1000)
    expected = evidentlys("jensenshannon", "categorical", then, now) / np.sqrt(np.log(2))
    assert expected == pytest.approx(float(our_categories(then, now)["jensen_shannon"]))


def test_the_stability_index_of_numbers_is_evidentlys_on_the_same_bins() -> None:
    """They cut the common range into equal widths, we at the reference's quantiles. Given our bins
    as categories they agree."""
    then, now = (table(20_000, seed, shift)["delay"].to_numpy() for seed, shift in ((1, 0), (2, 1)))
    profile = profile_numbers(then)
    binned = [np.searchsorted(profile.edges, values).astype(str) for values in (then, now)]
    found = number_shapes(profile, *number_arrays(count(now, profile)))
    expected = evidentlys("psi", "categorical", *binned)
    assert expected == pytest.approx(float(found["psi"]), rel=2e-3)


@pytest.mark.parametrize("shift", [0.0, 0.2, 1.0])
def test_the_wasserstein_distance_is_evidentlys_within_our_stated_error(shift) -> None:
    """They measure the values themselves, we bins; both in the reference's standard deviations."""
    then = table(10_000, 1)["delay"].to_numpy()
    now = np.clip(table(8000, 2, shift)["delay"].to_numpy(), then.min(), then.max())
    profile = profile_numbers(then)
    arrays = number_arrays(count(now, profile))
    expected = evidentlys("wasserstein", "numerical", then, now)
    bound = float(error_bound(profile, arrays[0]))
    assert expected == pytest.approx(
        float(number_shapes(profile, *arrays)["wasserstein"]), abs=bound
    )
