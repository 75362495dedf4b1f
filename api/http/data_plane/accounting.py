"""Tells from time to time, and at the end, what the process took of the machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from api.serving.errors import NotKept
from api.serving.plane import DataPlane
from api.serving.usage import ACCOUNT_SECONDS

_log = structlog.get_logger("accounting")


@asynccontextmanager
async def accounting(
    plane: DataPlane, every_seconds: float = ACCOUNT_SECONDS
) -> AsyncIterator[None]:
    """While it lasts; what could not be kept is lost, and said in the log."""
    task = asyncio.create_task(_repeat(plane, every_seconds))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await _account(plane)


async def _repeat(plane: DataPlane, every_seconds: float) -> None:
    while True:
        await asyncio.sleep(every_seconds)
        await _account(plane)


async def _account(plane: DataPlane) -> None:
    try:
        await plane.account()
    except NotKept as error:
        _log.warning("usage_not_kept", error=str(error))
