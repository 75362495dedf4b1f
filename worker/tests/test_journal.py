"""Log lines on their way: in order, together, and never a reason to fail or to wait."""

from collections.abc import Iterator

import pytest
from sqlalchemy.exc import OperationalError

from api.adapters.database import write_session
from api.core.jobs import operations
from api.core.jobs.types import Claim
from worker import journal as journal_module
from worker.journal import Journal
from worker.tests.installation import Installation


@pytest.fixture
def claim(embedded: Installation) -> Claim:
    job_id = embedded.enqueue("probe.steps", count=0)
    with write_session(embedded.runtime.sessions) as session:
        now = embedded.runtime.clock()
        claimed = operations.claim(session, job_id=job_id, worker="test", now=now, lease_seconds=60)
    assert claimed is not None
    return claimed


@pytest.fixture
def journal(embedded: Installation, claim: Claim) -> Iterator[Journal]:
    made = Journal(embedded.runtime, claim)
    made.flush()  # the next lines come too soon after it to be written at once
    return made


def lines(installation: Installation, claim: Claim) -> list[tuple[str, str, float | None]]:
    events = installation.events(claim.job_id)
    return [(e.kind, e.message, e.progress) for e in events if e.kind != "state"]


def test_lines_keep_their_order_and_steps_without_news_become_one(
    embedded: Installation, claim: Claim, journal: Journal
) -> None:
    journal.add("reading", progress=0.1)
    journal.add("half of it")
    for share in (0.2, 0.3, 0.4):
        journal.add("fitting", progress=share)
    assert lines(embedded, claim) == []
    journal.flush()

    assert lines(embedded, claim) == [
        ("progress", "reading", 0.1),
        ("log", "half of it", None),
        ("progress", "fitting", 0.4),
    ]


def test_a_line_in_the_middle_of_a_transaction_does_not_wait_for_it(
    embedded: Installation, claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "FLUSH_SECONDS", 0.0)
    journal = Journal(embedded.runtime, claim)
    with journal.held(), write_session(embedded.runtime.sessions):
        journal.add("inside")  # SQLite has one writer, and it is this test
    journal.add("outside")

    assert [line[1] for line in lines(embedded, claim)] == ["inside", "outside"]


def test_lines_wait_while_the_database_is_away(
    embedded: Installation, claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "FLUSH_SECONDS", 0.0)
    journal = Journal(embedded.runtime, claim)
    with monkeypatch.context() as away:
        away.setattr(operations, "report", gone)
        journal.add("said while it was away")
    journal.add("said afterwards")

    assert [line[1] for line in lines(embedded, claim)] == [
        "said while it was away",
        "said afterwards",
    ]


def gone(*_: object, **__: object) -> None:
    raise OperationalError("insert", {}, Exception("gone"))
