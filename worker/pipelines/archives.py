"""Files read straight out of the downloaded package archives, in memory: nothing is extracted.

A member is found by its exact path, so nothing that an archive says about where its files should
go is ever followed.
"""

import hashlib
import io
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from api.core.errors import FarolError

MAX_MEMBER_BYTES = 256 * 1024 * 1024


class ArchiveMissing(FarolError):
    """The archive has not been fetched."""

    kind = "unavailable"

    def __init__(self, packages: Path, pattern: str) -> None:
        super().__init__(
            f"no archive {pattern} in {packages}: run `make packages`, which fetches them"
        )


class MemberMissing(FarolError):
    """The archive is there, the file inside it is not (another version of the package?)."""

    kind = "not_found"


@dataclass(frozen=True)
class DataFile:
    """One file's bytes and the SHA-256 that a card cites."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def read_member(packages: Path, archive: str, member: str) -> DataFile:
    """The file ``member`` of the one archive in ``packages`` that matches the glob ``archive``.

    ``!`` goes into an archive within the archive:
    ``"pkg-1.0/inner.tar.gz!inner/data.txt"``.
    """
    found = sorted(packages.glob(archive))
    if not found:
        raise ArchiveMissing(packages, archive)
    content = found[-1].read_bytes()
    name = found[-1].name
    for step in member.split("!"):
        content = _read(content, archive=name, member=step)
        name = step
    return DataFile(name=name, content=content)


def combined_sha256(files: tuple[DataFile, ...]) -> str:
    """One hash for data that comes in several files, in the order given."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(bytes.fromhex(file.sha256))
    return digest.hexdigest()


def _read(content: bytes, *, archive: str, member: str) -> bytes:
    reader = _read_zip if archive.endswith((".zip", ".whl")) else _read_tar
    return reader(content, archive, member)


def _read_zip(content: bytes, archive: str, member: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        try:
            size = opened.getinfo(member).file_size
        except KeyError:
            raise MemberMissing(f"{archive} has no file {member}") from None
        _check_size(size, archive, member)
        return opened.read(member)


def _read_tar(content: bytes, archive: str, member: str) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:*") as opened:
        for entry in opened:
            if entry.name == member and entry.isreg():
                _check_size(entry.size, archive, member)
                stream = opened.extractfile(entry)
                if stream is not None:
                    return stream.read()
    raise MemberMissing(f"{archive} has no file {member}")


def _check_size(size: int, archive: str, member: str) -> None:
    if size > MAX_MEMBER_BYTES:
        raise MemberMissing(f"{member} in {archive} is {size} bytes, more than {MAX_MEMBER_BYTES}")
