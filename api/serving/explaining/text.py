"""Which words mattered: the score without each of them (leave one out; Li et al. 2016, §2)."""

import re
from typing import Any

from api.serving.explaining.explanation import Contribution, Explanation, ScoreRows

MAX_WORDS = 200
"""Words beyond it are not judged: the time of an explanation stays bounded."""
_WORD = re.compile(r"\S+")


def explain_text(row: dict[str, Any], field: str, score: ScoreRows) -> Explanation:
    """``base`` is the score of the empty text. Contributions are differences from the whole text
    and need not add up to score − base: words act together.

    ``start`` and ``end`` count Unicode code points of the text as it was sent.
    """
    text = row.get(field) or ""
    words = list(_WORD.finditer(text))[:MAX_WORDS]
    without = [text[: word.start()] + text[word.end() :] for word in words]
    scores = score([{**row, field: variant} for variant in [text, "", *without]])
    whole, empty = float(scores[0]), float(scores[1])
    return Explanation(
        "word-occlusion",
        empty,
        whole,
        tuple(
            Contribution(
                field=field,
                value=word.group(),
                part=word.group(),
                start=word.start(),
                end=word.end(),
                contribution=whole - float(left),
            )
            for word, left in zip(words, scores[2:], strict=True)
        ),
    )
