"""``POST /v1/models/{model}/compare``, ``GET …/held-out`` and ``POST …/held-out/answer``."""

import secrets
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from api.http.data_plane.messages import Request, Response
from api.http.data_plane.predict import read_json_body
from api.http.data_plane.refusals import MethodNotAllowed, Unprocessable
from api.serving.aside import Aside
from api.serving.errors import RowError, RowsRefused
from api.serving.field_rules import described
from api.serving.json_values import parse
from api.serving.plane import DataPlane

MOST_VERSIONS = 2
"""One comparison is two answers, and is counted as one request."""
LARGEST_SEED = 2**53 - 1
"""What every client's numbers hold exactly."""


async def compare(plane: DataPlane, request: Request, model: str) -> Response:
    """Raises ServingError."""
    route = plane.table.route(model)
    asked = _object(await read_json_body(request), ("row", "versions"))
    versions = asked["versions"]
    if not isinstance(versions, list) or not 1 <= len(set(map(str, versions))) <= MOST_VERSIONS:
        raise _wrong("versions", f"1 to {MOST_VERSIONS} versions' numbers", versions)
    numbers = [_version(number, "versions") for number in versions]
    targets = [route.version(str(number)) for number in dict.fromkeys(numbers)]
    answers = await plane.asides.compare(targets, asked["row"])
    document = {"model": model, "answers": [_answer(answer) for answer in answers]}
    return Response(
        msgspec.json.encode(document),
        headers=[_timing(answers)],
        model=model,
        version=targets[-1].version,
        variant=targets[-1].variant,
        rows=len(answers),
    )


async def held_out(plane: DataPlane, request: Request, model: str) -> Response:
    """A row without its truth. Raises ServingError."""
    if request.method not in ("GET", "HEAD"):
        raise MethodNotAllowed(request.method, "GET, HEAD")
    route = plane.table.route(model)
    seed, version = _query(request.query)
    target = None if version is None else route.version(str(version))
    drawn = await plane.asides.draw(route, target, seed)
    document = {
        "model": model,
        "version": drawn.target.version,
        "number": drawn.number,
        "rows": len(drawn.held_out.rows),
        "of_rows": drawn.held_out.of_rows,
        "description": drawn.held_out.description,
        "row": drawn.row.row,
    }
    return Response(
        msgspec.json.encode(document),
        headers=[(b"cache-control", b"no-store")],
        model=model,
        version=drawn.target.version,
    )


async def held_out_answer(plane: DataPlane, request: Request, model: str) -> Response:
    """The model's answer to a held-out row, and with it the truth. Raises ServingError."""
    route = plane.table.route(model)
    asked = _object(await read_json_body(request), ("version", "number"))
    target = route.version(str(_version(asked["version"], "version")))
    number = asked["number"]
    if type(number) is not int or number < 0:
        raise _wrong("number", "a held-out row's number", number)
    answer, held = await plane.asides.answer(target, number)
    document = _answer(answer) | {
        "model": model,
        "number": number,
        "truth": held.truth,
        "occurred_at": held.occurred_at or None,
        "name": held.name or None,
    }
    return Response(
        msgspec.json.encode(document),
        headers=[_timing([answer])],
        model=model,
        version=target.version,
        variant=target.variant,
        rows=1,
    )


def _answer(answer: Aside) -> dict[str, Any]:
    return {
        "version": answer.target.version,
        "prediction": answer.prediction,
        "score_seconds": round(answer.score_seconds, 6),
    }


def _timing(answers: list[Aside]) -> tuple[bytes, bytes]:
    seconds = sum(answer.score_seconds for answer in answers)
    return b"server-timing", b"total;dur=%.3f" % (seconds * 1e3)


def _object(body: bytes, names: tuple[str, ...]) -> dict[str, Any]:
    """Exactly these members; what they hold is judged later. Raises BrokenRequest, RowsRefused."""
    asked = parse(body)
    expected = f"an object with {' and '.join(names)}"
    if not isinstance(asked, dict):
        raise _wrong("body", expected, asked)
    for name in asked:
        if name not in names:
            raise RowsRefused([RowError(name[:100], " or ".join(names), "an unknown field")])
    for name in names:
        if name not in asked:
            raise RowsRefused([RowError(name, expected, "nothing")])
    return asked


def _version(value: Any, field: str) -> int:
    if type(value) is not int or value < 1:
        raise _wrong(field, "a version's number", value)
    return value


def _wrong(field: str, expected: str, got: Any) -> RowsRefused:
    return RowsRefused([RowError(field, expected, described(got))])


def _query(query: bytes) -> tuple[int, int | None]:
    """(seed, version); the seed is drawn where none is given. Raises Unprocessable."""
    given = dict(parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    for name in given:
        if name not in ("seed", "version"):
            raise Unprocessable(f"{name[:50]!r} is not known here: seed or version.")
    seed = _whole(given, "seed", LARGEST_SEED)
    version = _whole(given, "version", 10**9)
    return (secrets.randbelow(LARGEST_SEED) if seed is None else seed), version


def _whole(given: dict[str, str], name: str, most: int) -> int | None:
    text = given.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 16 and int(text) <= most):
        raise Unprocessable(f"{name} is a whole number from 0 to {most}, not {text[:30]!r}.")
    return int(text)
