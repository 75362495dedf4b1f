"""Sums of rated words, apart where a negation turns them: "good", "not good", "not very good".

Valences are counted in tenths, the lexicon's own precision: whole numbers add up to the same sum in
any order, so a text scores the same alone and among longer ones.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import onnx
import scipy.sparse as sp
from onnx import helper, numpy_helper

from worker.recipes.graphs.tokens import spellings, tokens

NEGATIONS = frozenset((
    "not", "no", "never", "without", "hardly", "nor", "neither", "nothing", "cannot", "isn't",
    "aren't", "wasn't", "don't", "doesn't", "didn't", "can't", "won't", "couldn't", "wouldn't",
    "ain't", "isnt", "dont",
))  # fmt: skip
BETWEEN = frozenset((
    "very", "so", "too", "that", "really", "all", "a", "an", "the", "much", "particularly",
    "exactly",
))  # fmt: skip
"""Words that may stand between a negation and what it turns."""

TENTHS = 10
SUMS = 4
"""Columns: praise, blame, turned praise, turned blame; the turned are also in the first two."""

Lexicon = Mapping[str, int]
"""Valence of a token in tenths, −40 to 40."""


def lexicon_sums(lexicon: Lexicon, texts: Iterable[str]) -> sp.csr_matrix:
    """(n, 4) sums of valences (in whole points) over each text's tokens."""
    rows = [_sums(lexicon, tokens(text)) for text in texts]
    return sp.csr_matrix(np.array(rows, dtype=np.float64).reshape(-1, SUMS) / TENTHS)


def _sums(lexicon: Lexicon, found: list[str]) -> list[int]:
    sums = [0] * SUMS
    for position, token in enumerate(found):
        valence = lexicon.get(token, 0)
        side = 0 if valence > 0 else 1
        sums[side] += valence
        if _is_turned(found, position):
            sums[2 + side] += valence
    return sums


def _is_turned(found: list[str], position: int) -> bool:
    before = found[max(0, position - 2) : position]
    if not before:
        return False
    if before[-1] in NEGATIONS:
        return True
    return len(before) == 2 and before[-1] in BETWEEN and before[0] in NEGATIONS


def lexicon_nodes(lexicon: Lexicon, source: str, target: str) -> list[onnx.NodeProto]:
    """From (n, longest) tokens to (n, 4) sums in tenths. Needs ``lexicon_constants``."""
    turned = [
        *_shift("is_negation", "after_negation"),
        helper.make_node("Mul", ["is_between", "after_negation"], ["carries_negation"]),
        *_shift("carries_negation", "after_carrier"),
        helper.make_node("Max", ["after_negation", "after_carrier"], ["is_turned"]),
    ]
    sides = [
        helper.make_node("Relu", ["valence"], ["praise"]),
        helper.make_node("Sub", ["valence", "praise"], ["blame"]),
    ]
    sums = [
        node
        for side in ("praise", "blame")
        for node in (
            helper.make_node("Mul", [side, "is_turned"], [f"turned_{side}"]),
            helper.make_node("ReduceSum", [side, "along_text"], [f"{side}_sum"]),
            helper.make_node("ReduceSum", [f"turned_{side}", "along_text"], [f"turned_{side}_sum"]),
        )
    ]
    columns = ["praise_sum", "blame_sum", "turned_praise_sum", "turned_blame_sum"]
    return [
        _look_up(source, "valence", lexicon),
        _look_up(source, "is_negation", dict.fromkeys(sorted(NEGATIONS), 1)),
        _look_up(source, "is_between", dict.fromkeys(sorted(BETWEEN), 1)),
        *turned,
        *sides,
        *sums,
        helper.make_node("Concat", columns, [target], axis=1),
    ]


def lexicon_constants() -> list[onnx.TensorProto]:
    values = {
        "one_before": [0, 1, 0, 0],
        "from_start": [0],
        "to_last": [-1],
        "along_text": [1],
    }
    return [numpy_helper.from_array(np.array(v, dtype=np.int64), n) for n, v in values.items()]


def _look_up(source: str, target: str, values: Mapping[str, int]) -> onnx.NodeProto:
    known = [(key, float(value)) for token, value in values.items() for key in spellings(token)]
    return helper.make_node(
        "LabelEncoder",
        [source],
        [target],
        domain="ai.onnx.ml",
        keys_strings=[key for key, _ in known],
        values_floats=[value for _, value in known],
        default_float=0.0,
    )


def _shift(source: str, target: str) -> list[onnx.NodeProto]:
    """What stood at the token before; 0 before the first."""
    longer = f"{target}_padded"
    return [
        helper.make_node("Pad", [source, "one_before"], [longer]),
        helper.make_node("Slice", [longer, "from_start", "to_last", "along_text"], [target]),
    ]
