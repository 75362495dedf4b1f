"""What docs/guides/alerts.md tells the people who write receivers."""

import json
import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

from api.adapters.notifiers.settings import WebhookSettings
from api.adapters.notifiers.webhook import WebhookNotifier, document
from api.core.alerts.types import Notice
from testing.receivers import HttpReceiver

GUIDE = (Path(__file__).parents[4] / "docs" / "guides" / "alerts.md").read_text(encoding="utf-8")


def block(opening: str) -> str:
    return re.findall(rf"```{re.escape(opening)}\n(.*?)```", GUIDE, re.DOTALL)[0]


def names(value: Any) -> Any:
    return {key: names(inner) for key, inner in value.items()} if isinstance(value, dict) else None


def test_the_body_in_the_guide_has_every_field(notice: Callable[..., Notice]) -> None:
    sent = json.loads(document(notice(), "https://farol.example.org"))
    assert names(json.loads(block("json"))) == names(sent)


def test_the_receiver_in_the_guide_takes_what_is_genuine_and_nothing_else(
    receiver: HttpReceiver, notice: Callable[..., Notice], tmp_path: Path
) -> None:
    WebhookNotifier(WebhookSettings(url=receiver.url(), secret="s"), "").notify(notice())
    [got] = receiver.received
    (tmp_path / "receiver.py").write_text(block("python title=receiver.py"))
    is_genuine = runpy.run_path(str(tmp_path / "receiver.py"))["is_genuine"]
    old = got.headers | {"X-Farol-Timestamp": "1700000000"}
    assert is_genuine("s", got.headers, got.body)
    assert not is_genuine("another", got.headers, got.body)
    assert not is_genuine("s", got.headers, got.body + b" ")
    assert not is_genuine("s", old, got.body)
