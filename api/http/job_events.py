"""A job's events as a stream: read from the database every half second until the final state."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Header, Path
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import ServerSentEvent
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

from api.adapters.database import read_session
from api.core.jobs import queries
from api.core.jobs.types import FINAL_STATES
from api.http.deps import Services, ServicesHere
from api.http.schemas.base import MAX_ROW_ID
from api.http.schemas.jobs import JobEvent

POLL_SECONDS = 0.5
POLL_LIMIT = 500
RECONNECT_MILLISECONDS = 2_000


@dataclass(frozen=True)
class Page:
    """Some events, and whether the job was over when they were read."""

    events: list[JobEvent]
    last: bool


@dataclass
class JobStream:
    """Holds no thread and no session between two polls."""

    services: Services
    job_id: int
    after_id: int

    async def events(self) -> AsyncIterator[ServerSentEvent]:
        yield ServerSentEvent(retry=RECONNECT_MILLISECONDS)
        while not self.services.draining.started:
            try:
                page = await self.page()
            except OperationalError:
                yield ServerSentEvent(comment="the database does not answer; trying again")
            else:
                for event in page.events:
                    self.after_id = event.id
                    yield ServerSentEvent(event=event.kind, id=str(event.id), data=event)
                if page.last:
                    return
            await self.services.draining.wait(POLL_SECONDS)

    async def page(self) -> Page:
        return await run_in_threadpool(self._read)

    def _read(self) -> Page:
        with read_session(self.services.sessions) as session:
            # Read first: a final state seen here means that all its events are there, too.
            over = queries.get(session, self.job_id).state in FINAL_STATES
            rows = queries.events_after(
                session, job_id=self.job_id, after_id=self.after_id, limit=POLL_LIMIT
            )
            events = [JobEvent.model_validate(row) for row in rows]
        return Page(events, last=over and len(events) < POLL_LIMIT)


async def job_stream(
    services: ServicesHere,
    job_id: Annotated[int, Path(ge=1, le=MAX_ROW_ID)],
    last_event_id: Annotated[
        int,
        Header(ge=0, le=MAX_ROW_ID, description="Id of the last event that the client has seen."),
    ] = 0,
) -> AsyncIterator[JobStream]:
    """Refuses before the stream begins: 404, 503 when too many are open, 204 when it is over."""
    with services.streams.slot():
        stream = JobStream(services, job_id, last_event_id)
        page = await stream.page()
        if page.last and not page.events:
            # A browser comes back after every other end, and would for ever.
            raise HTTPException(204)
        yield stream
