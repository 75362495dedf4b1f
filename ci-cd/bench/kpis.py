"""The executive dashboard's queries with 100 million predictions behind it.

Makes the figures by day that so many predictions would leave in two years, on SQLite and on a real
PostgreSQL, asks for every panel, and times each of its queries again by itself. Prints them all,
writes build/bench/kpis.json and fails where one takes longer than 100 ms. About two minutes.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from kpi_history import MODELS, PREDICTIONS, TODAY, make_history
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from api.adapters.database import make_engine, make_session_factory, read_session
from api.adapters.migration import migrate
from api.core.kpis import queries
from api.core.kpis.catalogue import CATALOGUE
from api.core.kpis.facts import Objectives, Rates
from api.core.kpis.periods import periods
from api.core.kpis.queries import Asked
from api.core.timeline.queries import feed
from api.http.kpi_views import FEED_KINDS
from testing.servers import PostgresServer

OUTPUT = Path("build/bench/kpis.json")
LIMIT_SECONDS = 0.1
REPEATS = 7
MOST_REPEATS = 25
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OBJECTIVES = Objectives(
    availability=0.999,
    latency_seconds=0.1,
    satisfaction=0.8,
    currency="USD",
    rates=Rates(cpu_hour=0.04, gpu_hour=0.8, gib_hour=0.005),
)
Panel = Callable[[Session], object]


@dataclass(frozen=True)
class Query:
    database: str
    panel: str
    statement: str
    rows: int
    seconds: float


@dataclass(frozen=True)
class Whole:
    """All of a panel: its queries, and what is made of them."""

    database: str
    panel: str
    queries: int
    seconds: float


def panels() -> Iterator[tuple[str, Panel]]:
    """As the browser asks for them: the screen as it opens, the longest one, each number."""
    month, longest = _asked(28, "day"), _asked(730, "month")
    yield "the screen, 28 days", lambda session: queries.board(session, month, OBJECTIVES)
    year = _asked(365, "week")
    yield "the screen, a year", lambda session: queries.board(session, year, OBJECTIVES)
    yield "the screen, two years", lambda session: queries.board(session, longest, OBJECTIVES)
    one = _asked(365, "week", MODELS[0])
    yield "one model, a year", lambda session: queries.board(session, one, OBJECTIVES)
    for kpi in CATALOGUE:
        yield (
            f"{kpi.slug}, two years",
            lambda session, slug=kpi.slug: queries.detail(session, slug, longest, OBJECTIVES),
        )
    yield "what happened", _happened


def _happened(session: Session) -> object:
    return feed(session, models=[*MODELS, ""], limit=50, kinds=FEED_KINDS)


def _asked(days: int, interval: Any, model: str | None = None) -> Asked:
    start = TODAY - timedelta(days=days - 1)
    return Asked(periods(today=TODAY, start=start, end=None), interval, model, NOW)


def measure(database: str, engine: Engine) -> tuple[list[Query], list[Whole]]:
    sessions = make_session_factory(engine)
    found: list[Query] = []
    whole: list[Whole] = []
    for name, panel in panels():
        with read_session(sessions) as session, _statements(engine) as asked:
            panel(session)
        with read_session(sessions) as session:
            seconds = _seconds(partial(panel, session))
        whole.append(Whole(database, name, len(asked), seconds))
        with engine.connect() as connection:
            found += [_again(connection, database, name, *statement) for statement in asked]
    return found, whole


def _again(
    connection: Connection, database: str, panel: str, statement: str, parameters: Any
) -> Query:
    """The query by itself, all its rows fetched."""

    def fetch() -> int:
        return len(connection.exec_driver_sql(statement, parameters).fetchall())

    rows = fetch()
    return Query(database, panel, " ".join(statement.split()), rows, _seconds(fetch))


@contextmanager
def _statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _seconds(work: Callable[[], object]) -> float:
    """The quickest of some: whatever else the machine does only adds to it. One that seems to take
    too long is given more chances to be let alone."""
    best = float("inf")
    for number in range(MOST_REPEATS):
        if number >= REPEATS and best < LIMIT_SECONDS:
            break
        started = perf_counter()
        work()
        best = min(best, perf_counter() - started)
    return best


def _on_sqlite(directory: Path) -> tuple[list[Query], list[Whole]]:
    url = f"sqlite:///{directory / 'farol.db'}"
    migrate(url)
    engine = make_engine(url)
    make_history(engine)
    found = measure("SQLite", engine)
    engine.dispose()
    return found


def _on_postgresql() -> tuple[list[Query], list[Whole]]:
    with PostgresServer() as server:
        url = server.create()
        migrate(url)
        engine = make_engine(url)
        make_history(engine)
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
        found = measure("PostgreSQL", engine)
        engine.dispose()
        return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    output: Path = parser.parse_args().output
    print(f"{PREDICTIONS:,} predictions in two years, {len(MODELS)} models", flush=True)
    with tempfile.TemporaryDirectory() as directory:
        found, whole = _on_sqlite(Path(directory))
    more, more_whole = _on_postgresql()
    found, whole = found + more, whole + more_whole
    for panel in whole:
        its = [q for q in found if (q.database, q.panel) == (panel.database, panel.panel)]
        print(f"\n{panel.database}: {panel.panel}: {panel.seconds * 1e3:.1f} ms in all")
        for query in sorted(its, key=lambda query: -query.seconds):
            print(f"  {query.seconds * 1e3:7.2f} ms {query.rows:6} rows  {query.statement[:90]}")
    slowest = max(found, key=lambda query: query.seconds)
    print(f"\nThe slowest of {len(found)} queries took {slowest.seconds * 1e3:.1f} ms.")
    output.parent.mkdir(parents=True, exist_ok=True)
    document = {"queries": [asdict(q) for q in found], "panels": [asdict(p) for p in whole]}
    output.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    missed = [query for query in found if query.seconds > LIMIT_SECONDS]
    for query in missed:
        print(f"MISSED: {query.database}, {query.panel}: {query.statement[:200]}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
