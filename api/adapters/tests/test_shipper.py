import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import make_engine, make_session_factory, read_session
from api.adapters.migration import migrate
from api.adapters.shipper import Shipper
from api.core.tables import (
    Prediction,
    ServingRollup,
    ShadowPrediction,
    ShadowRollup,
    SpoolPosition,
)
from api.spool.records import Record, frame
from api.spool.segments import list_segments
from api.spool.writer import SpoolWriter
from testing.records import error_record, prediction_id, prediction_record, shadow_record
from testing.servers import PostgresServer, wait_until

Sessions = sessionmaker[Session]
NOW = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)
SERVED_AT = NOW.timestamp() - 30
MANY = 10**9


def open_writer(spool: Path, slot: str = "api-0") -> SpoolWriter:
    return SpoolWriter(spool, slot, max_bytes=MANY, now=0.0)


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "spool"


@pytest.fixture
def writer(spool: Path) -> Iterator[SpoolWriter]:
    writer = open_writer(spool)
    yield writer
    writer.close()


@pytest.fixture
def shipper(database_url: str, spool: Path) -> Shipper:
    return Shipper(lambda: make_engine(database_url), spool, clock=lambda: NOW)


def append(writer: SpoolWriter, *records: Record) -> None:
    writer.append(b"".join(frame(record) for record in records), 0.0)


def predict(*numbers: int) -> list[Record]:
    return [prediction_record(number, served_at=SERVED_AT) for number in numbers]


def shadow(*numbers: int) -> list[Record]:
    return [shadow_record(number, served_at=SERVED_AT) for number in numbers]


def stored_shadows(sessions: Sessions) -> tuple[int, int]:
    """Shadow rows, and those that the rollups counted."""
    with read_session(sessions) as session:
        rows = session.scalar(select(func.count()).select_from(ShadowPrediction)) or 0
        return rows, session.scalar(select(func.sum(ShadowRollup.rows))) or 0


def stored(sessions: Sessions) -> tuple[list[str], int]:
    """The predictions' ids, and the requests that the rollups counted."""
    with read_session(sessions) as session:
        ids = session.scalars(select(Prediction.id).order_by(Prediction.id)).all()
        return list(ids), session.scalar(select(func.sum(ServingRollup.requests))) or 0


def test_what_is_appended_is_shipped_once(
    sessions: Sessions, writer: SpoolWriter, shipper: Shipper
) -> None:
    append(writer, *predict(1, 2))
    assert shipper.ship_available() == 2
    append(writer, *predict(3))
    assert [shipper.ship_available(), shipper.ship_available()] == [1, 0]
    assert stored(sessions) == ([prediction_id(number) for number in (1, 2, 3)], 3)


def test_a_segment_is_deleted_when_its_slot_has_a_newer_one(
    sessions: Sessions, spool: Path, shipper: Shipper
) -> None:
    for number in (1, 2, 3):
        writer = open_writer(spool)
        append(writer, *predict(number))
        writer.close()
    shipper.ship_available()
    assert [segment.sequence for segment in list_segments(spool)] == [3]
    with read_session(sessions) as session:
        files = session.scalars(select(SpoolPosition.file)).all()
    assert [file.rsplit("/", 1)[1] for file in files] == ["api-0-000000000003.spool"]
    assert stored(sessions) == ([prediction_id(number) for number in (1, 2, 3)], 3)


def test_the_spools_of_all_processes_are_shipped(
    sessions: Sessions, spool: Path, shipper: Shipper
) -> None:
    for number, slot in enumerate(["api-0", "api-1", "worker-0"]):
        writer = open_writer(spool, slot)
        append(writer, *predict(number))
        writer.close()
    assert shipper.ship_available() == 3
    assert stored(sessions)[1] == 3


def test_two_shippers_count_once(
    sessions: Sessions, database_url: str, spool: Path, writer: SpoolWriter
) -> None:
    append(writer, *predict(*range(2_000)))
    shippers = [Shipper(lambda: make_engine(database_url), spool) for _ in range(2)]
    threads = [threading.Thread(target=shipper.ship_available) for shipper in shippers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids, requests = stored(sessions)
    assert (len(ids), requests) == (2_000, 2_000)


def test_a_torn_record_is_waited_for_and_put_aside_when_its_process_is_gone(
    sessions: Sessions, spool: Path, shipper: Shipper
) -> None:
    killed = open_writer(spool)
    append(killed, *predict(1))
    torn = frame(predict(2)[0])[:-1]
    killed.append(torn, 0.0)
    shipper.ship_available()
    assert stored(sessions)[1] == 1
    assert not (spool / "quarantine").exists()

    killed.close()
    restarted = open_writer(spool)
    append(restarted, *predict(3))
    restarted.close()
    shipper.ship_available()
    assert stored(sessions) == ([prediction_id(1), prediction_id(3)], 2)
    (aside,) = (spool / "quarantine").iterdir()
    assert aside.read_bytes() == torn


def unreadable() -> bytes:
    """A whole frame whose payload is no record."""
    record = error_record(1, served_at=SERVED_AT, status=503)
    strange = msgspec.structs.replace(record, status="503")
    return frame(strange)


POISON = {
    "too deep": frame(
        msgspec.structs.replace(
            prediction_record(9, served_at=SERVED_AT), predictions=b"[" * 5_000 + b"]" * 5_000
        )
    ),
    "not a record": unreadable(),
    "no prediction": frame(prediction_record(9, served_at=SERVED_AT, occurred_at="soon")),
    "more than the database holds": frame(prediction_record(9, served_at=SERVED_AT, version=2**40)),
}


@pytest.mark.parametrize("poison", POISON)
def test_a_poisoned_record_does_not_hold_up_the_others(
    sessions: Sessions, spool: Path, writer: SpoolWriter, shipper: Shipper, poison: str
) -> None:
    append(writer, *predict(1))
    writer.append(POISON[poison], 0.0)
    append(writer, *predict(2))
    shipper.ship_available()
    ids, requests = stored(sessions)
    holds_more = sessions.kw["bind"].dialect.name == "sqlite"
    if poison == "more than the database holds" and holds_more:
        assert requests == 3
        return
    assert (ids, requests) == ([prediction_id(1), prediction_id(2)], 2)
    (aside,) = (spool / "quarantine").iterdir()
    assert aside.read_bytes() == POISON[poison]


def test_the_lag_is_what_waits_and_since_when(writer: SpoolWriter, shipper: Shipper) -> None:
    assert shipper.lag().waiting_bytes == 0
    append(writer, *predict(1))
    lag = shipper.lag()
    assert (lag.waiting_bytes, lag.oldest_age_seconds) == (len(frame(predict(1)[0])), 30.0)
    shipper.ship_available()
    assert (shipper.lag().waiting_bytes, shipper.lag().oldest_age_seconds) == (0, 0.0)


def test_days_are_partitioned_ahead(
    sessions: Sessions, writer: SpoolWriter, shipper: Shipper
) -> None:
    append(writer, *predict(1))
    shipper.ship_available()
    if sessions.kw["bind"].dialect.name == "postgresql":
        with sessions.kw["bind"].connect() as connection:
            tables = connection.dialect.get_table_names(connection)
        ahead = [(NOW + timedelta(days=days)).strftime("predictions_%Y%m%d") for days in (-1, 2)]
        assert set(ahead) <= set(tables)
        assert {f"shadow_{name}" for name in ahead} <= set(tables)


def test_it_ships_until_it_is_told_to_stop(
    sessions: Sessions, writer: SpoolWriter, shipper: Shipper
) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=shipper.run, args=(stop,))
    thread.start()
    append(writer, *predict(1))
    wait_until(lambda: stored(sessions)[1] == 1, what="the first record is shipped")
    append(writer, *predict(2))
    stop.set()
    thread.join()
    assert stored(sessions)[1] == 2


@pytest.mark.postgresql
@pytest.mark.slow
def test_an_hour_without_the_database_loses_nothing(spool: Path, writer: SpoolWriter) -> None:
    with PostgresServer() as server:
        url = server.create()
        migrate(url)
        sessions = make_session_factory(make_engine(url))
        shipper = Shipper(lambda: make_engine(url), spool)
        stop = threading.Event()
        thread = threading.Thread(target=shipper.run, args=(stop,))
        thread.start()
        append(writer, *predict(1))
        wait_until(lambda: stored(sessions)[1] == 1, what="the first record is shipped")
        server.stop()
        append(writer, *predict(2))
        wait_until(lambda: shipper.failures > 0, what="the shipper meets a missing database")
        append(writer, *predict(3))
        server.start()
        sessions.kw["bind"].dispose()
        wait_until(lambda: stored(sessions)[1] == 3, what="the rest is shipped")
        stop.set()
        thread.join()


def start_shipper(database_url: str, data_dir: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "api.adapters.shipper"],
        env=os.environ | {"FAROL_DATA_DIR": str(data_dir), "FAROL_DATABASE_URL": database_url},
        stdout=subprocess.DEVNULL,
    )


@pytest.mark.slow
def test_a_shipper_killed_again_and_again_counts_once(
    sessions: Sessions, database_url: str, spool: Path
) -> None:
    """kill -9 of the real process, at another moment each time, while others append."""
    kills, a_turn = 3, 4_000
    done = threading.Event()
    appended = 0

    def append_all() -> None:
        nonlocal appended
        for turn in range(kills):
            writer = open_writer(spool)
            for start in range(turn * a_turn, (turn + 1) * a_turn, 100):
                numbers = range(start, start + 100)
                append(writer, *predict(*numbers), *shadow(*numbers))
                appended = start + 100
            writer.close()
        done.set()

    threading.Thread(target=append_all).start()
    for kill in range(kills):
        process = start_shipper(database_url, spool.parent)
        goal = kill * a_turn // 2
        wait_until(lambda goal=goal: stored(sessions)[1] > goal, what=f"more than {goal} shipped")
        process.kill()
        process.wait()
    assert done.wait(30)
    # One more, which only the last shipper can bring: it runs when it is asked to end.
    total = kills * a_turn + 1
    writer = open_writer(spool)
    append(writer, *predict(total - 1))
    writer.close()
    process = start_shipper(database_url, spool.parent)
    wait_until(lambda: stored(sessions)[1] >= total, what="all is shipped")
    process.terminate()
    assert process.wait(20) == 0
    ids, requests = stored(sessions)
    assert (len(ids), requests) == (total, total)
    assert appended == kills * a_turn
    assert stored_shadows(sessions) == (kills * a_turn, kills * a_turn)


def test_a_wrong_program_is_not_taken_for_a_missing_database(
    writer: SpoolWriter, shipper: Shipper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down() -> int:
        raise LookupError("a bug")

    monkeypatch.setattr(shipper, "ship_available", break_down)
    run: Callable[[threading.Event], None] = shipper.run
    with pytest.raises(LookupError, match="a bug"):
        run(threading.Event())
