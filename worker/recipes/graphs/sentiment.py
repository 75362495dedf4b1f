"""Words of a snippet to the probability that it is positive: the terms, and the ONNX graph.

Words and pairs of neighbours that the training rows hold are weighted by their rarity and scaled to
unit length; words of the rated lexicon add their valence, seen in training or not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from sklearn.feature_extraction.text import TfidfVectorizer

from worker.recipes.graphs.lexicon import TENTHS, Lexicon, lexicon_constants, lexicon_nodes
from worker.recipes.graphs.tokens import spellings, token_nodes, tokens

SMALLEST_LENGTH = 1e-12
"""Keeps a text without known words from being divided by nothing."""
OPSETS = {"": 17, "ai.onnx.ml": 3, "com.microsoft": 1}
IR_VERSION = 8


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


@dataclass(frozen=True)
class Weights:
    """A fitted linear model, with its calibration folded in."""

    terms: NDArray[np.float64]
    """One a term."""
    sums: NDArray[np.float64]
    """One a column of ``lexicon_sums``."""
    intercept: float


def build_graph(known: Terms, lexicon: Lexicon, weights: Weights) -> onnx.ModelProto:
    """``text`` (n, 1) strings to ``probability`` (n, 1)."""
    graph = helper.make_graph(
        [
            *token_nodes("text", "tokens"),
            *_term_nodes(known, "tokens", "term_score"),
            *lexicon_nodes(lexicon, "tokens", "sums"),
            helper.make_node("MatMul", ["sums", "sum_weights"], ["lexicon_score"]),
            helper.make_node("Sum", ["term_score", "lexicon_score", "intercept"], ["score"]),
            helper.make_node("Sigmoid", ["score"], ["probability"]),
        ],
        "sentiment",
        [helper.make_tensor_value_info("text", TensorProto.STRING, ["rows", 1])],
        [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["rows", 1])],
        [*_constants(known, weights), *lexicon_constants()],
    )
    opsets = [helper.make_opsetid(domain, version) for domain, version in OPSETS.items()]
    return helper.make_model(
        graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="farol"
    )


def _constants(known: Terms, weights: Weights) -> list[onnx.TensorProto]:
    return [
        numpy_helper.from_array(np.array([-1], dtype=np.int64), "every_row"),
        # A present term adds its weight to the sum and its squared rarity to the squared length.
        _floats("term_weights", np.stack([weights.terms * known.rarity, known.rarity**2])),
        _floats("sum_weights", (weights.sums / TENTHS).reshape(-1, 1)),
        _floats("intercept", np.array([weights.intercept])),
        _floats("smallest_length", np.array([SMALLEST_LENGTH])),
    ]


def _term_nodes(known: Terms, source: str, target: str) -> list[onnx.NodeProto]:
    return [
        _presence(_pool(known.names), source, "present"),
        # Weights on the left: as a constant on the right the runtime pads their two columns to
        # sixteen, and one row takes half as long again.
        helper.make_node("Gemm", ["term_weights", "present"], ["sums_by_row"], transB=1),
        helper.make_node("Transpose", ["sums_by_row"], ["weight_and_length"], perm=[1, 0]),
        helper.make_node("Split", ["weight_and_length"], ["weight", "squared_length"], axis=1),
        helper.make_node("Sqrt", ["squared_length"], ["length"]),
        helper.make_node("Max", ["length", "smallest_length"], ["safe_length"]),
        helper.make_node("Div", ["weight", "safe_length"], [target]),
    ]


@dataclass(frozen=True)
class _Pool:
    """Words and pairs, and the column that each marks: spellings of one term share a column."""

    singles: tuple[tuple[str, int], ...]
    pairs: tuple[tuple[str, str, int], ...]


def _pool(names: Sequence[str]) -> _Pool:
    singles, pairs = [], []
    for column, name in enumerate(names):
        first, _, second = name.partition(" ")
        for one in spellings(first):
            if second:
                pairs += [(one, other, column) for other in spellings(second)]
            else:
                singles.append((one, column))
    return _Pool(tuple(singles), tuple(pairs))


def _presence(pool: _Pool, source: str, target: str) -> onnx.NodeProto:
    """(n, columns) of 1 for a term that is in the text: what the mode IDF gives without weights."""
    strings = [token for token, _ in pool.singles]
    strings += [token for one, other, _ in pool.pairs for token in (one, other)]
    return helper.make_node(
        "TfIdfVectorizer",
        [source],
        [target],
        mode="IDF",
        min_gram_length=1,
        max_gram_length=2,
        max_skip_count=0,
        ngram_counts=[0, len(pool.singles)],
        ngram_indexes=[c for _, c in pool.singles] + [c for _, _, c in pool.pairs],
        pool_strings=strings,
    )


def _floats(name: str, values: NDArray[np.float64]) -> onnx.TensorProto:
    return numpy_helper.from_array(values.astype(np.float32), name)
