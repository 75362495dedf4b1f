"""Uploaded files: parsed in a stream, bounded in size, and kept under an id of ours."""

import json
import secrets
import shutil
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from api.artifact.manifest import FILES
from api.core.batches.types import BatchFormat
from api.core.registrations.types import DOCUMENT, Registration

MAX_FILES = 8
MAX_FIELDS = 8
MAX_FIELD_BYTES = 10_000
MAX_DOCUMENT_BYTES = 10_000_000
"""Of one JSON document beside an uploaded graph."""
FORMATS: Mapping[str, BatchFormat] = {
    ".csv": "csv",
    ".parquet": "parquet",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
}
_COPY_BYTES = 1 << 20


@asynccontextmanager
async def read_form(request: Request) -> AsyncIterator[FormData]:
    """The multipart body, its files in temporary files.

    Called in the handler rather than declared as parameters, so that nobody's upload is read
    before the caller is known. The application's body limit holds while it is read.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise refusal("body", "a multipart/form-data body", request.headers.get("content-type"))
    form = await request.form(
        max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=MAX_FIELD_BYTES
    )
    try:
        yield form
    finally:
        await form.close()


def required_file(form: FormData, name: str) -> UploadFile:
    file = optional_file(form, name)
    if file is None:
        raise refusal(name, "a file", None)
    return file


def optional_file(form: FormData, name: str) -> UploadFile | None:
    value = form.get(name)
    if isinstance(value, str):
        raise refusal(name, "a file, not text", value)
    return value


def text(form: FormData, name: str, *, default: str | None = None) -> str:
    value = form.get(name, default)
    if not isinstance(value, str):
        raise refusal(name, "text", None)
    return value


def require_only(form: FormData, names: Iterable[str]) -> None:
    known = sorted(names)
    for name in form:
        if name not in known:
            raise refusal(name, f"one of {', '.join(known)}", None)


def batch_format(filename: str) -> BatchFormat:
    suffix = Path(filename).suffix.lower()
    if suffix not in FORMATS:
        raise refusal("file", f"a name that ends in {', '.join(FORMATS)}", filename)
    return FORMATS[suffix]


def refusal(field: str, expected: str, got: object) -> RequestValidationError:
    """A form's fault in the shape of every other one."""
    return RequestValidationError(
        [{"type": "value_error", "loc": ("body", field), "msg": expected, "input": got}]
    )


@contextmanager
def new_directory(root: Path) -> Iterator[Path]:
    """A directory with an unguessable name, taken away again when the block fails."""
    directory = root / secrets.token_hex(16)
    directory.mkdir(parents=True)
    try:
        yield directory
    except BaseException:
        shutil.rmtree(directory)
        raise


def copy(source: BinaryIO, target: Path) -> None:
    with target.open("xb") as file:
        shutil.copyfileobj(source, file, _COPY_BYTES)


def keep_documents(
    directory: Path, files: Mapping[str, UploadFile | None], registration: Registration
) -> None:
    """The files of a registration by their roles' names, and what the form said about them."""
    for role, file in files.items():
        if file is None:
            continue
        if role != "model":
            _require_json(role, file)
        copy(file.file, directory / FILES[role])
    (directory / DOCUMENT).write_bytes(msgspec.json.encode(registration))


def _require_json(role: str, file: UploadFile) -> None:
    if (file.size or 0) > MAX_DOCUMENT_BYTES:
        raise refusal(role, f"at most {MAX_DOCUMENT_BYTES} bytes", file.size)
    try:
        json.loads(file.file.read())
    except (ValueError, RecursionError) as error:
        raise refusal(role, "a JSON document", str(error)) from error
    file.file.seek(0)
