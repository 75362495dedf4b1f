"""The shape of Slack's incoming webhooks: https://api.slack.com/messaging/webhooks."""

import json
from collections.abc import Callable

from api.adapters.notifiers.settings import SlackSettings
from api.adapters.notifiers.slack import SlackNotifier, message
from api.core.alerts.types import Notice
from testing.receivers import HttpReceiver

Make = Callable[..., Notice]


def test_a_message_has_a_text_and_blocks(receiver: HttpReceiver, notice: Make) -> None:
    settings = SlackSettings(url=receiver.url("/services/T0/B0/token"))
    SlackNotifier(settings, "https://farol.example.org").notify(notice())
    [got] = receiver.received
    assert got.path == "/services/T0/B0/token"
    sent = json.loads(got.body)
    assert sent["text"] == "[serious] The inputs of flight-delay have drifted"
    assert [block["type"] for block in sent["blocks"]] == [
        "header", "section", "section", "context",
    ]  # fmt: skip
    assert sent["blocks"][0]["text"] == {
        "type": "plain_text",
        "text": "The inputs of flight-delay have drifted",
    }
    assert sent["blocks"][1]["text"]["text"] == "9 of 14 fields; &lt;origin&gt; &amp; others"
    assert sent["blocks"][2]["text"]["text"] == (
        "<https://farol.example.org/models/flight-delay|Open in Farol>"
    )
    assert sent["blocks"][3]["elements"][0]["text"] == (
        "*Severity* serious · *Model* flight-delay · *Kind* drift · "
        "*Opened* 2026-11-22 12:00 UTC · *Alert* 7"
    )


def test_nobody_is_called_by_what_a_model_is_called(notice: Make) -> None:
    sent = message(notice(title="<!channel>", detail="<!here>", model="<@U1>"), "")
    assert sent["text"] == "[serious] &lt;!channel&gt;"
    header, *marked_up = sent["blocks"]
    assert header["text"]["type"] == "plain_text"
    assert "<" not in json.dumps(marked_up)


def test_a_long_text_stays_within_slacks_limits(notice: Make) -> None:
    blocks = message(notice(title="t" * 200, detail="&" * 4_000), "")["blocks"]
    assert len(blocks[0]["text"]["text"]) == 150
    assert len(blocks[1]["text"]["text"]) == 3_000


def test_a_resolution_says_who_and_why(notice: Make) -> None:
    resolved = notice(event="resolved", actor="person:ana", reason="the feed is repaired")
    sent = message(resolved, "")
    assert sent["text"] == "[serious] Resolved: The inputs of flight-delay have drifted"
    assert sent["blocks"][2]["text"]["text"] == "person:ana resolved it: the feed is repaired"
