"""Reading a body within bounds: of its bytes as sent, and of its bytes unpacked."""

import zlib
from math import inf

from api.http.data_plane.messages import Message, Receive, Request
from api.http.data_plane.refusals import BadRequest, BodyTooLarge, ClientGone, WrongContentType

_WINDOW_BITS = {b"gzip": 31, b"deflate": 15}
"""What zlib must expect; HTTP's "deflate" is the zlib format."""
_MAX_LENGTH_DIGITS = 18


async def read_body(request: Request) -> bytes:
    """The body as sent. Raises BodyTooLarge before it is read whole, ClientGone."""
    limit = request.max_body_bytes
    length = request.headers.get(b"content-length")
    if length is not None and length_of(length) > limit:
        raise BodyTooLarge(limit)
    return await finish_body(await request.receive(), request.receive, limit)


def length_of(value: bytes) -> float:
    """The number in a length header; infinite where it is none, or longer than any real one."""
    return int(value) if value.isdigit() and len(value) <= _MAX_LENGTH_DIGITS else inf


async def finish_body(message: Message, receive: Receive, limit: int) -> bytes:
    """The body that begins with ``message``. Raises BodyTooLarge, ClientGone."""
    chunks: list[bytes] = []
    size = 0
    while True:
        if message["type"] == "http.disconnect":
            raise ClientGone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise BodyTooLarge(limit)
        chunks.append(chunk)
        if not message.get("more_body"):
            return b"".join(chunks)
        message = await receive()


def unpacked(body: bytes, encoding: bytes | None, limit: int) -> bytes:
    """The body without its content encoding; stops at ``limit``, whatever a bomb would unpack to.

    Raises BodyTooLarge, BadRequest for a broken stream, WrongContentType for other encodings.
    """
    if not encoding or encoding == b"identity":
        return body
    bits = _WINDOW_BITS.get(encoding.strip().lower())
    if bits is None:
        raise WrongContentType("Bodies may be sent plain, or packed with gzip or deflate.")
    unpacker = zlib.decompressobj(bits)
    try:
        plain = unpacker.decompress(body, limit + 1)
    except zlib.error as error:
        raise BadRequest("The packed body is broken.") from error
    if len(plain) > limit:
        raise BodyTooLarge(limit)
    if not unpacker.eof or unpacker.unused_data:
        raise BadRequest("The packed body is cut short or has something behind its end.")
    return plain


def packed(body: bytes, accepted: bytes) -> tuple[bytes, bytes | None]:
    """The body in the encoding that the caller prefers, and that encoding's name; None is plain."""
    wanted = [part.split(b";")[0].strip().lower() for part in accepted.split(b",")]
    for encoding in wanted:
        bits = _WINDOW_BITS.get(encoding)
        if bits is not None:
            packer = zlib.compressobj(level=1, wbits=bits)
            return packer.compress(body) + packer.flush(), encoding
    return body, None
