import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.adapters.spool_files import put_aside, read_segment, spool_id
from api.spool.records import frame
from testing.records import error_record

FRAMES = [frame(error_record(number, served_at=0.0, status=503)) for number in range(4)]


@pytest.fixture
def segment(tmp_path: Path) -> Path:
    return tmp_path / "api-0-000000000001.spool"


def ends(path: Path, start: int, *, finished: bool) -> list[tuple[int, bool]]:
    found = read_segment(path, start, finished=finished)
    return [(frame.end, frame.payload is not None) for frame in found]


def test_whole_frames_are_read_from_any_position(segment: Path) -> None:
    segment.write_bytes(b"".join(FRAMES))
    size = len(FRAMES[0])
    whole = [(size * (number + 1), True) for number in range(4)]
    assert ends(segment, 0, finished=False) == whole
    assert ends(segment, 2 * size, finished=True) == whole[2:]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(1, len(FRAMES[0]) - 1))
def test_a_torn_end_is_waited_for_until_nothing_more_can_come(segment: Path, cut: int) -> None:
    size = len(FRAMES[0])
    segment.write_bytes(FRAMES[0] + FRAMES[1][:cut])
    assert ends(segment, 0, finished=False) == [(size, True)]
    assert ends(segment, 0, finished=True) == [(size, True), (size + cut, False)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.integers(8, len(FRAMES[0]) - 1))
def test_a_damaged_record_costs_only_itself(segment: Path, where: int) -> None:
    damaged = bytearray(FRAMES[1])
    damaged[where] ^= 0xFF
    segment.write_bytes(FRAMES[0] + bytes(damaged) + FRAMES[2])
    size = len(FRAMES[0])
    expected = [(size, True), (2 * size, False), (3 * size, True)]
    assert ends(segment, 0, finished=True) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_to_their_end(segment: Path, data: bytes) -> None:
    segment.write_bytes(data)
    found = list(read_segment(segment, 0, finished=True))
    assert b"".join(data[frame.start : frame.end] for frame in found) == data


def test_what_is_put_aside_is_what_was_there(segment: Path, tmp_path: Path) -> None:
    segment.write_bytes(FRAMES[0] + b"torn")
    *_, torn = read_segment(segment, 0, finished=True)
    for _ in range(2):
        assert put_aside(tmp_path, segment, torn).read_bytes() == b"torn"
    assert len(list((tmp_path / "quarantine").iterdir())) == 1


def test_a_spool_has_one_name_however_many_ask_first(tmp_path: Path) -> None:
    names: list[str] = []
    threads = [
        threading.Thread(target=lambda: names.append(spool_id(tmp_path / "spool")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names) == 8
    assert {spool_id(tmp_path / "spool")} == set(names)
    assert spool_id(tmp_path / "other") not in names
