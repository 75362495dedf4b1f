"""How a text is read: the same tokens natively and in the graph.

ASCII letters are lowered (the graph's other locales are not installed everywhere, and would answer
differently from machine to machine), then tokens are taken by a pattern that Python's ``re`` and
the graph's RE2 understand alike. Whatever is no token, accented letters included, parts the others.
"""

import re
import string

import onnx
from onnx import helper

TYPOGRAPHIC = "’"
PATTERN = rf"[a-z0-9]+(?:['{TYPOGRAPHIC}][a-z]+)?|[:;=]-?[()]|<3"
"""Words with at most one apostrophe inside, simple emoticons, and a heart."""

_TOKEN = re.compile(PATTERN)
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def tokens(text: str) -> list[str]:
    """Lower-case tokens; a typographic apostrophe counts as a straight one."""
    found: list[str] = _TOKEN.findall(text.translate(_LOWER))
    return [token.replace(TYPOGRAPHIC, "'") for token in found]


def spellings(token: str) -> tuple[str, ...]:
    """The token as the graph may meet it: it cannot replace characters as ``tokens`` does."""
    return (token, token.replace("'", TYPOGRAPHIC)) if "'" in token else (token,)


def token_nodes(text: str, target: str) -> list[onnx.NodeProto]:
    """From a (n, 1) input of strings to (n, longest) tokens, empty behind the last.

    Needs the initializer ``every_row`` = [-1].
    """
    return [
        helper.make_node("Reshape", [text, "every_row"], ["flat_text"]),
        helper.make_node(
            "StringNormalizer",
            ["flat_text"],
            ["lowered_text"],
            case_change_action="LOWER",
            is_case_sensitive=1,
            locale="C",
        ),
        helper.make_node(
            "Tokenizer",
            ["lowered_text"],
            [target],
            domain="com.microsoft",
            mark=0,
            mincharnum=1,
            pad_value="",
            tokenexp=PATTERN,
        ),
    ]
