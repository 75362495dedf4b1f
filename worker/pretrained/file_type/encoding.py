"""From a file's bytes to the tensor that the network reads (encoder ``magika-v3``).

The browser computes the same encoding; ``encoding_vectors.json`` holds both to the same answers,
and ``README.md`` says it in words.
"""

import numpy as np
from numpy.typing import NDArray

BLOCK_BYTES = 4096
"""How much of each end of the file is looked at before its white space is taken off."""
END_TOKENS = 1024
"""Tokens taken from each end."""
PADDING = 256
"""The token after the 256 byte values."""
MIN_CONTENT_BYTES = 8
"""With fewer bytes after the leading white space, the network was never meant to be asked."""
WHITE_SPACE = b" \t\n\r\x0b\x0c"


def encode(content: bytes) -> NDArray[np.int32]:
    """(2048,) tokens 0–256: the first 1024 bytes padded behind, the last 1024 padded before."""
    beginning = content[:BLOCK_BYTES].lstrip(WHITE_SPACE)[:END_TOKENS]
    end = content[-BLOCK_BYTES:].rstrip(WHITE_SPACE)[-END_TOKENS:]
    tokens = np.full(2 * END_TOKENS, PADDING, dtype=np.int32)
    tokens[: len(beginning)] = np.frombuffer(beginning, dtype=np.uint8)
    if end:
        tokens[-len(end) :] = np.frombuffer(end, dtype=np.uint8)
    return tokens


def is_large_enough(content: bytes) -> bool:
    """Whether the file holds what the network needs; smaller ones are text or unknown by rule."""
    return len(content[:BLOCK_BYTES].lstrip(WHITE_SPACE)) >= MIN_CONTENT_BYTES
