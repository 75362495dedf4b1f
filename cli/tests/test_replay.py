"""What ``farol replay`` prints of its arms."""

import pytest

from cli.output import console
from cli.replay import by_month, show
from worker.replays.report import Arm, Deeds, Drill, Month, ReplayReport

ARMS = tuple(
    Arm(name, trained, (Month("2013-03", 10, brier, 0.7), Month("2013-04", 10, 0.2, None)))
    for name, trained, brier in (("never", 0, 0.3), ("every month", 9, 0.2), ("Farol", 4, 0.1))
)


def test_a_line_a_month_and_the_mean_of_the_months() -> None:
    assert by_month(ARMS, "Brier score", lambda month: month.brier) == [
        {"Brier score": "2013-03", "never": "0.3000", "every month": "0.2000", "Farol": "0.1000"},
        {"Brier score": "2013-04", "never": "0.2000", "every month": "0.2000", "Farol": "0.2000"},
        {"Brier score": "mean", "never": "0.2500", "every month": "0.2000", "Farol": "0.1500"},
    ]


def test_a_month_without_a_curve_is_left_out_of_the_mean() -> None:
    april, mean = by_month(ARMS, "AUC", lambda month: month.auc)[1:]
    assert (april["Farol"], mean["Farol"]) == (None, "0.7000")


def test_what_is_printed_tells_targets_and_drills(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "width", 80)
    drills = (Drill("leak", "proposed", 0.0, "it leaks"), Drill("slow", None, 0.5, "nothing"))
    found = ReplayReport(ARMS, 0.2, Deeds(4, 3, 2, 1, 0, ()), drills, 61.0, 20, 18)
    show(found, "build/replay")
    printed = capsys.readouterr().out
    assert "2013-04" in printed
    assert "…" not in printed, "nothing is cut at 80 columns"
    assert "NOT STOPPED" in printed
    assert "Farol: 0.1500" in printed
