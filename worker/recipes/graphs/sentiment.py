"""Words of a snippet to the probability that it is positive: natively, and as an ONNX graph.

Both read text alike. ASCII letters are lowered (the graph's other locales are not installed
everywhere, and would answer differently from machine to machine), then tokens are taken by a
pattern that Python's ``re`` and the graph's RE2 understand alike. Words and pairs of neighbours
that the training rows hold are weighted by their rarity and scaled to unit length; words of the
rated lexicon add their valence, seen in training or not.
"""

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import onnx
import scipy.sparse as sp
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from sklearn.feature_extraction.text import TfidfVectorizer

TYPOGRAPHIC = "’"
TOKEN = rf"[a-z0-9]+(?:['{TYPOGRAPHIC}][a-z]+)?|[:;=]-?[()]|<3"
"""Words with at most one apostrophe inside, simple emoticons, and a heart."""
SMALLEST_LENGTH = 1e-12
"""Keeps a text without known words from being divided by nothing."""
OPSET = 17

_TOKEN = re.compile(TOKEN)
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def tokens(text: str) -> list[str]:
    """Lower-case tokens; a typographic apostrophe counts as a straight one."""
    found: list[str] = _TOKEN.findall(text.translate(_LOWER))
    return [token.replace(TYPOGRAPHIC, "'") for token in found]


@dataclass(frozen=True)
class Terms:
    """Words and pairs that training kept, with their rarity, in the order of the columns."""

    names: tuple[str, ...]
    rarity: NDArray[np.float64]


def vectoriser(smallest_count: int) -> TfidfVectorizer:
    """Presence (not frequency: snippets hardly repeat themselves) times rarity, to unit length."""
    return TfidfVectorizer(
        tokenizer=tokens,
        token_pattern=None,
        lowercase=False,
        ngram_range=(1, 2),
        min_df=smallest_count,
        binary=True,
    )


def terms(fitted: TfidfVectorizer) -> Terms:
    return Terms(tuple(fitted.get_feature_names_out()), fitted.idf_)


def lexicon_sums(lexicon: Mapping[str, float], texts: Iterable[str]) -> sp.csr_matrix:
    """(n, 2) sums of the positive and of the negative valences of each text's tokens."""
    rows = []
    for text in texts:
        valences = [lexicon.get(token, 0.0) for token in tokens(text)]
        rows.append((sum(v for v in valences if v > 0), sum(v for v in valences if v < 0)))
    return sp.csr_matrix(np.array(rows, dtype=np.float64).reshape(-1, 2))


@dataclass(frozen=True)
class Weights:
    """A fitted linear model over ``Terms`` and the two sums, with its calibration folded in."""

    terms: NDArray[np.float64]
    positive: float
    negative: float
    intercept: float


def build_graph(known: Terms, lexicon: Mapping[str, float], weights: Weights) -> onnx.ModelProto:
    """``text`` (n, 1) strings to ``probability`` (n, 1)."""
    valences = sorted(set(lexicon.values()))
    valence_weights = [
        weights.positive * max(v, 0) + weights.negative * min(v, 0) for v in valences
    ]
    constants = [
        numpy_helper.from_array(np.array([-1], dtype=np.int64), "flat_shape"),
        # A present term adds its weight to the sum and its squared rarity to the squared length.
        _matrix("term_sums", np.column_stack([weights.terms * known.rarity, known.rarity**2])),
        _matrix("valence_weights", np.array(valence_weights).reshape(-1, 1)),
        numpy_helper.from_array(np.array([weights.intercept], dtype=np.float32), "intercept"),
        numpy_helper.from_array(np.array([SMALLEST_LENGTH], dtype=np.float32), "smallest_length"),
    ]
    nodes = [
        helper.make_node("Reshape", ["text", "flat_shape"], ["flat"]),
        helper.make_node(
            "StringNormalizer",
            ["flat"],
            ["lowered"],
            case_change_action="LOWER",
            is_case_sensitive=1,
            locale="C",
        ),
        helper.make_node(
            "Tokenizer",
            ["lowered"],
            ["tokens"],
            domain="com.microsoft",
            mark=0,
            mincharnum=1,
            pad_value="",
            tokenexp=TOKEN,
        ),
        # Without weights, IDF gives 1 for a term that is present.
        _counts("tokens", "present", _pool(known.names), mode="IDF"),
        _counts("tokens", "valences", _rated_pool(lexicon, valences), mode="TF"),
        helper.make_node("MatMul", ["present", "term_sums"], ["sums"]),
        helper.make_node("Split", ["sums"], ["term_sum", "squared_length"], axis=1),
        helper.make_node("Sqrt", ["squared_length"], ["length"]),
        helper.make_node("Max", ["length", "smallest_length"], ["safe_length"]),
        helper.make_node("Div", ["term_sum", "safe_length"], ["term_score"]),
        helper.make_node("MatMul", ["valences", "valence_weights"], ["valence_score"]),
        helper.make_node("Sum", ["term_score", "valence_score", "intercept"], ["score"]),
        helper.make_node("Sigmoid", ["score"], ["probability"]),
    ]
    graph = helper.make_graph(
        nodes,
        "sentiment",
        [helper.make_tensor_value_info("text", TensorProto.STRING, ["rows", 1])],
        [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["rows", 1])],
        constants,
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="farol")


@dataclass(frozen=True)
class _Pool:
    """N-grams of each size, and the column that each adds to: spellings of one term share one."""

    singles: tuple[tuple[str, int], ...]
    pairs: tuple[tuple[str, str, int], ...] = ()


def _spellings(token: str) -> tuple[str, ...]:
    return (token, token.replace("'", TYPOGRAPHIC)) if "'" in token else (token,)


def _pool(names: Sequence[str]) -> _Pool:
    singles, pairs = [], []
    for column, name in enumerate(names):
        first, _, second = name.partition(" ")
        for one in _spellings(first):
            if second:
                pairs += [(one, other, column) for other in _spellings(second)]
            else:
                singles.append((one, column))
    return _Pool(tuple(singles), tuple(pairs))


def _rated_pool(lexicon: Mapping[str, float], valences: Sequence[float]) -> _Pool:
    """One column a valence rather than a word: some seventy instead of seven thousand."""
    column = {valence: position for position, valence in enumerate(valences)}
    return _Pool(
        tuple((one, column[v]) for word, v in sorted(lexicon.items()) for one in _spellings(word))
    )


def _counts(source: str, target: str, pool: _Pool, *, mode: str) -> onnx.NodeProto:
    strings = [token for token, _ in pool.singles]
    strings += [token for one, other, _ in pool.pairs for token in (one, other)]
    return helper.make_node(
        "TfIdfVectorizer",
        [source],
        [target],
        mode=mode,
        min_gram_length=1,
        max_gram_length=2 if pool.pairs else 1,
        max_skip_count=0,
        ngram_counts=[0, len(pool.singles)] if pool.pairs else [0],
        ngram_indexes=[c for _, c in pool.singles] + [c for _, _, c in pool.pairs],
        pool_strings=strings,
    )


def _matrix(name: str, values: NDArray[np.float64]) -> onnx.TensorProto:
    return numpy_helper.from_array(values.astype(np.float32), name)
