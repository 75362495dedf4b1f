"""Accounts reach the spool while the process runs, and once more at its end."""

import asyncio
from pathlib import Path

from api.artifact.snapshot import Snapshot
from api.http.data_plane.accounting import accounting
from api.http.data_plane.tests.running import served
from api.serving.plane import DataPlane, open_data_plane
from api.serving.settings import ServingSettings
from api.spool.records import UsageRecord, read_frames
from api.spool.segments import list_segments


def accounts(spool_dir: Path) -> list[UsageRecord]:
    return [
        record
        for segment in list_segments(spool_dir)
        for _, record in read_frames(segment.path.read_bytes())
        if isinstance(record, UsageRecord)
    ]


async def _live(plane: DataPlane, spool_dir: Path) -> None:
    async with accounting(plane, every_seconds=0.01):
        while not accounts(spool_dir):
            await asyncio.sleep(0.01)
    await plane.close()


def test_what_was_taken_is_kept_by_model_and_version(models_dir: Path, tmp_path: Path) -> None:
    plane = open_data_plane(ServingSettings(models_dir=models_dir, spool_dir=tmp_path / "spool"))
    plane.apply(Snapshot(1, (served("regression", ["regression"]),)))
    asyncio.run(_live(plane, tmp_path / "spool"))
    told = accounts(tmp_path / "spool")
    assert len(told) >= 2
    first = told[0].entries
    assert [(entry.model, entry.version) for entry in first] == [("regression", 1), ("", 0)]
    # Warming the graph up took some processor time.
    assert first[0].cpu_seconds > 0
    assert first[1].purpose == "overhead"
    assert first[1].memory_byte_seconds > 0
