"""The spool keeps every whole frame and never appends behind a torn one."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.spool import writer as writer_module
from api.spool.records import FeedbackRecord, OutcomeRecord, Record, frame, read_frames
from api.spool.segments import finished_segments, list_segments
from api.spool.writer import SEGMENT_SECONDS, SlotTaken, SpoolUnavailable, SpoolWriter

RECORDS = st.builds(
    OutcomeRecord, id=st.text(max_size=40), received_at=st.floats(0, 2e9), request=st.binary()
) | st.builds(
    FeedbackRecord, id=st.text(max_size=40), received_at=st.floats(0, 2e9), request=st.binary()
)


def open_writer(directory: Path, *, max_bytes: int = 1_000_000) -> SpoolWriter:
    return SpoolWriter(directory, "api-0", max_bytes=max_bytes, now=0.0)


def kept(directory: Path) -> list[Record]:
    return [
        record
        for segment in list_segments(directory)
        for _, record in read_frames(segment.path.read_bytes())
    ]


def outcome(number: int) -> OutcomeRecord:
    return OutcomeRecord(f"o{number}", float(number), b"{}")


@given(st.lists(RECORDS, max_size=20), st.data())
def test_what_is_read_from_a_torn_file_is_exactly_its_whole_frames(
    records: list[Record], data: st.DataObject
) -> None:
    frames = [frame(record) for record in records]
    whole = b"".join(frames)
    cut = data.draw(st.integers(0, len(whole)))
    ends = [sum(map(len, frames[: n + 1])) for n in range(len(frames))]
    expected = [record for record, end in zip(records, ends, strict=True) if end <= cut]
    assert expected == [record for _, record in read_frames(whole[:cut])]


@given(st.lists(RECORDS, min_size=1, max_size=5), st.data())
def test_reading_stops_before_a_frame_whose_bytes_were_changed(
    records: list[Record], data: st.DataObject
) -> None:
    whole = bytearray(b"".join(frame(record) for record in records))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= 0xFF
    found = [record for _, record in read_frames(bytes(whole))]
    assert records[: len(found)] == found
    assert len(found) < len(records)


def test_a_restart_after_a_torn_frame_begins_a_new_segment(tmp_path: Path) -> None:
    first = open_writer(tmp_path)
    first.append(frame(outcome(1)), 0.0)
    first.close()
    torn = list_segments(tmp_path)[0].path
    with torn.open("ab") as file:
        file.write(frame(outcome(2))[:-3])
    second = open_writer(tmp_path)
    second.append(frame(outcome(3)), 0.0)
    second.close()
    assert [outcome(1), outcome(3)] == kept(tmp_path)
    assert {1} == {segment.sequence for segment in finished_segments(list_segments(tmp_path))}


def test_a_half_written_group_is_refused_and_the_next_one_lies_in_a_new_segment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = open_writer(tmp_path)
    real_write = os.write
    monkeypatch.setattr(writer_module.os, "write", lambda fd, data: real_write(fd, data[:-1]))
    with pytest.raises(SpoolUnavailable):
        spool.append(frame(outcome(1)), 0.0)
    monkeypatch.undo()
    spool.append(frame(outcome(2)), 0.0)
    spool.close()
    assert [outcome(2)] == kept(tmp_path)


def test_a_full_disk_is_unavailable_and_heals_when_there_is_room_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = open_writer(tmp_path)

    def no_space(_fd: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writer_module.os, "write", no_space)
    with pytest.raises(SpoolUnavailable, match="No space left"):
        spool.append(frame(outcome(1)), 0.0)
    monkeypatch.undo()
    spool.append(frame(outcome(2)), 0.0)
    spool.close()
    assert [outcome(2)] == kept(tmp_path)


def test_the_limit_counts_what_waits_and_forgets_what_was_shipped(tmp_path: Path) -> None:
    size = len(frame(outcome(1)))
    spool = open_writer(tmp_path, max_bytes=size)
    spool.append(frame(outcome(1)), 0.0)
    with pytest.raises(SpoolUnavailable, match="limit"):
        spool.append(frame(outcome(2)), 0.0)
    list_segments(tmp_path)[0].path.unlink()
    spool.append(frame(outcome(3)), SEGMENT_SECONDS)
    spool.close()
    assert [outcome(3)] == kept(tmp_path)


def test_an_old_segment_is_closed_at_its_next_append(tmp_path: Path) -> None:
    spool = open_writer(tmp_path)
    spool.append(frame(outcome(1)), 0.0)
    spool.append(frame(outcome(2)), SEGMENT_SECONDS - 1)
    spool.append(frame(outcome(3)), SEGMENT_SECONDS)
    spool.close()
    assert [segment.sequence for segment in list_segments(tmp_path)] == [1, 2]
    assert [outcome(1), outcome(2), outcome(3)] == kept(tmp_path)


def test_two_processes_cannot_append_under_one_slot(tmp_path: Path) -> None:
    spool = open_writer(tmp_path)
    with pytest.raises(SlotTaken):
        open_writer(tmp_path)
    spool.close()
    open_writer(tmp_path).close()
