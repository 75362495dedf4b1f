import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.core.alerts.types import Notice
from testing.certificates import write_certificate
from testing.receivers import HttpReceiver, http_receiver, mail_server

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NOTICE = Notice(
    id="alert-7-event-12",
    event="raised",
    at=AT,
    alert_id=7,
    opened_at=AT,
    key="drift:flight-delay",
    model="flight-delay",
    kind="drift",
    severity="serious",
    title="The inputs of flight-delay have drifted",
    detail="9 of 14 fields; <origin> & others",
    actor="policy:checks",
    reason="9 of 14 fields; <origin> & others",
    path="/models/flight-delay",
)


@pytest.fixture
def notice() -> Callable[..., Notice]:
    def made(**changes: Any) -> Notice:
        return replace(NOTICE, **changes)

    return made


@pytest.fixture
def receiver() -> Iterator[HttpReceiver]:
    with http_receiver() as receiver:
        yield receiver


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Connections are accepted by the kernel and nothing is ever answered."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_certificate(tmp_path_factory.mktemp("certificate") / "loopback.pem")


@pytest.fixture
def encrypted_port(certificate: Path) -> Iterator[int]:
    """TLS with a certificate that no authority has signed."""
    with mail_server(certificate, implicit_tls=True) as server:
        yield server.port
