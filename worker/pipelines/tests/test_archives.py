import hashlib
import io
import tarfile
import zipfile

import pytest

from worker.pipelines import archives
from worker.pipelines.archives import (
    ArchiveMissing,
    MemberMissing,
    combined_sha256,
    read_member,
)


def tar_of(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as opened:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            opened.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def zip_of(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def packages(tmp_path):
    inner = tar_of({"inner/ratings.txt": b"4.0"})
    (tmp_path / "one-1.0.tar.gz").write_bytes(
        tar_of({"one/data.csv": b"a,b", "one/inner.tar.gz": inner, "../escaped.txt": b"!"})
    )
    (tmp_path / "two-1.0-py3-none-any.whl").write_bytes(zip_of({"two/data.csv": b"c"}))
    return tmp_path


@pytest.mark.parametrize(
    ("archive", "member", "expected"),
    [
        ("one-*.tar.gz", "one/data.csv", b"a,b"),
        ("two-*.whl", "two/data.csv", b"c"),
        ("one-*.tar.gz", "one/inner.tar.gz!inner/ratings.txt", b"4.0"),
    ],
    ids=["tar", "wheel", "archive in an archive"],
)
def test_a_file_is_read_with_its_hash(packages, archive, member, expected) -> None:
    file = read_member(packages, archive, member)
    assert file.content == expected
    assert file.sha256 == hashlib.sha256(expected).hexdigest()


def test_nothing_is_ever_written(packages) -> None:
    before = sorted(packages.rglob("*"))
    read_member(packages, "one-*", "../escaped.txt")
    assert sorted(packages.rglob("*")) == before
    assert not (packages.parent / "escaped.txt").exists()


def test_a_missing_archive_says_how_to_get_it(tmp_path) -> None:
    with pytest.raises(ArchiveMissing, match="make packages"):
        read_member(tmp_path, "one-*.tar.gz", "one/data.csv")


@pytest.mark.parametrize("archive", ["one-*.tar.gz", "two-*.whl"])
def test_a_missing_file_is_named(packages, archive) -> None:
    with pytest.raises(MemberMissing, match=r"has no file absent\.csv"):
        read_member(packages, archive, "absent.csv")


def test_a_link_is_no_file(tmp_path) -> None:
    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as opened:
        entry = tarfile.TarInfo("passwd")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        opened.addfile(entry)
    with pytest.raises(MemberMissing):
        read_member(tmp_path, "bad.tar.gz", "passwd")


@pytest.mark.parametrize("archive", ["one-*.tar.gz", "two-*.whl"])
def test_a_file_that_would_fill_the_memory_is_refused(packages, archive, monkeypatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBER_BYTES", 0)
    name = "one/data.csv" if archive.startswith("one") else "two/data.csv"
    with pytest.raises(MemberMissing, match="more than 0"):
        read_member(packages, archive, name)


def test_one_hash_for_several_files_depends_on_their_order(packages) -> None:
    one = read_member(packages, "one-*", "one/data.csv")
    two = read_member(packages, "two-*", "two/data.csv")
    assert combined_sha256((one, two)) != combined_sha256((two, one))
