"""Against an API that remembers what it was sent."""

import json

import httpx
import pandas as pd
import pytest

from worker.replays.player import Played, Recording, ReplayRefused, play, steps


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


RECORDING = Recording(
    model="delay",
    fields=("carrier", "miles"),
    frame=pd.DataFrame(
        {
            "carrier": ["AA", "UA", "AA", "B6"],
            "miles": [1.0, None, 3.0, 4.0],
            "key": ["a", "b", "c", "d"],
            "occurred_at": [
                at("2013-03-01T01"),
                at("2013-03-01T02"),
                at("2013-03-02T01"),
                at("2013-03-03T00"),
            ],
            "landed_at": [at("2013-03-02T00"), pd.NaT, at("2013-03-05T00"), at("2013-03-05T01")],
            "truth": ["late", None, "on time", "late"],
        }
    ),
)
BEGIN, END = at("2013-03-01"), at("2013-03-03")
DAY = pd.Timedelta("1D")


class Api:
    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.sent: list[tuple[str, dict]] = []
        self.client = httpx.Client(
            transport=httpx.MockTransport(self.answer), base_url="http://farol"
        )

    def answer(self, request: httpx.Request) -> httpx.Response:
        order = json.loads(request.content)
        self.sent.append((request.url.path, order))
        if self.status != 200:
            return httpx.Response(self.status, text="no such field")
        answers = [{"probability": 0.5} for _ in order.get("rows", ())]
        return httpx.Response(200, json={"predictions": answers})


def test_questions_and_truths_come_when_they_came() -> None:
    cut = list(steps(RECORDING, BEGIN, END, DAY))
    assert [list(step.asked["key"]) for step in cut] == [["a", "b"], ["c"], []]
    assert [list(step.known["key"]) for step in cut] == [[], ["a"], ["c"]]
    assert [(step.begin, step.end) for step in cut[:2]] == [
        (BEGIN, BEGIN + DAY),
        (BEGIN + DAY, END),
    ]


def test_nothing_is_played_that_was_asked_after_the_end() -> None:
    played = pd.concat([step.asked for step in steps(RECORDING, BEGIN, END, DAY)])
    assert "d" not in set(played["key"])


@pytest.mark.parametrize("hours", [1, 5, 24, 1000])
def test_however_it_is_cut_everything_is_played_once(hours: int) -> None:
    cut = list(steps(RECORDING, BEGIN, END, pd.Timedelta(hours=hours)))
    assert list(pd.concat([step.asked for step in cut])["key"]) == ["a", "b", "c"]
    assert list(pd.concat([step.known for step in cut])["key"]) == ["a", "c"]


def test_what_is_sent_is_what_a_program_would_send() -> None:
    api = Api()
    played = [play(api.client, RECORDING, step) for step in steps(RECORDING, BEGIN, END, DAY)]
    assert api.sent[0] == (
        "/v1/models/delay/predict",
        {
            "rows": [{"carrier": "AA", "miles": 1.0}, {"carrier": "UA", "miles": None}],
            "keys": ["a", "b"],
            "occurred_at": ["2013-03-01T01:00:00Z", "2013-03-01T02:00:00Z"],
            "source": "replay",
        },
    )
    assert api.sent[2] == (
        "/v1/outcomes",
        {
            "outcomes": [
                {
                    "model": "delay",
                    "key": "a",
                    "truth": "late",
                    "observed_at": "2013-03-02T00:00:00Z",
                }
            ]
        },
    )
    assert played == [Played(2, 0), Played(1, 1), Played(0, 1)]
    assert sum(played, Played(0, 0)) == Played(3, 2)


def test_a_refusal_ends_the_replay_and_is_quoted() -> None:
    api = Api(status=422)
    with pytest.raises(ReplayRefused, match="422: no such field"):
        play(api.client, RECORDING, next(steps(RECORDING, BEGIN, END, DAY)))
    assert len(api.sent) == 1


def test_answers_are_kept_with_the_positions_of_their_rows() -> None:
    kept: dict[int, float] = {}
    first = next(steps(RECORDING, BEGIN, END, DAY))
    play(
        Api().client, RECORDING, first,
        keep=lambda rows, answers: kept.update(
            zip(rows, (answer["probability"] for answer in answers), strict=True)
        ),
    )  # fmt: skip
    assert kept == {0: 0.5, 1: 0.5}
