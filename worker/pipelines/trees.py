"""LightGBM boosters as one ONNX TreeEnsembleRegressor node that gives their raw scores.

LightGBM keeps thresholds in double precision and the graph in single. For a float32 input,
``x <= t`` holds exactly when ``x <= t32``, with ``t32`` the largest float32 that is not above
``t``; rounding to the nearest instead can send a row down the other branch. That, and the way of
missing values, is why this is not left to a general converter.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import lightgbm as lgb
import numpy as np
import onnx
from onnx import helper

ML_DOMAIN = "ai.onnx.ml"
LARGEST_FLOAT32 = float(np.finfo(np.float32).max)
NODE_LISTS = (
    "treeids",
    "nodeids",
    "featureids",
    "modes",
    "values",
    "truenodeids",
    "falsenodeids",
    "missing_value_tracks_true",
    "hitrates",
)
TARGET_LISTS = ("treeids", "nodeids", "ids", "weights")


@dataclass
class _Ensemble:
    """The node's parallel lists, one entry a tree node or a leaf's weight."""

    nodes: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in NODE_LISTS})
    targets: dict[str, list[Any]] = field(
        default_factory=lambda: {name: [] for name in TARGET_LISTS}
    )

    def add(self, tree: int, node: int, **values: Any) -> None:
        entry = dict.fromkeys(NODE_LISTS, 0) | {"values": 0.0, "hitrates": 1.0}
        entry |= {"treeids": tree, "nodeids": node, **values}
        for name, value in entry.items():
            self.nodes[name].append(value)

    def weigh(self, tree: int, node: int, target: int, weight: float) -> None:
        for name, value in zip(TARGET_LISTS, (tree, node, target, weight), strict=True):
            self.targets[name].append(value)


def tree_node(
    boosters: Sequence[lgb.Booster], *, features: str, scores: str, name: str
) -> onnx.NodeProto:
    """The node from floats ``features`` (rows, n) to the raw ``scores`` (rows, boosters)."""
    ensemble = _Ensemble()
    trees = count()
    for target, booster in enumerate(boosters):
        for tree in booster.dump_model()["tree_info"]:
            _add_tree(ensemble, next(trees), target, tree["tree_structure"])
    attributes: dict[str, Any] = {f"nodes_{key}": values for key, values in ensemble.nodes.items()}
    attributes |= {f"target_{key}": values for key, values in ensemble.targets.items()}
    return helper.make_node(
        "TreeEnsembleRegressor",
        [features],
        [scores],
        name=name,
        domain=ML_DOMAIN,
        n_targets=len(boosters),
        aggregate_function="SUM",
        post_transform="NONE",
        **attributes,
    )


def _add_tree(ensemble: _Ensemble, tree: int, target: int, root: dict[str, Any]) -> None:
    ids = {id(node): position for position, node in enumerate(_walk(root))}
    for node in _walk(root):
        position = ids[id(node)]
        if "leaf_value" in node:
            ensemble.add(tree, position, modes="LEAF")
            ensemble.weigh(tree, position, target, float(node["leaf_value"]))
            continue
        if node["decision_type"] != "<=":
            raise ValueError(f"a {node['decision_type']!r} split: encode categories as numbers")
        ensemble.add(
            tree,
            position,
            modes="BRANCH_LEQ",
            featureids=node["split_feature"],
            values=float32_at_most(node["threshold"]),
            truenodeids=ids[id(node["left_child"])],
            falsenodeids=ids[id(node["right_child"])],
            missing_value_tracks_true=int(_missing_goes_left(node)),
        )


def _walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    if "leaf_value" not in node:
        yield from _walk(node["left_child"])
        yield from _walk(node["right_child"])


def _missing_goes_left(node: dict[str, Any]) -> bool:
    """LightGBM takes NaN for 0 where training had none missing."""
    if node["missing_type"] == "None":
        return bool(node["threshold"] >= 0.0)
    if node["missing_type"] == "NaN":
        return bool(node["default_left"])
    raise ValueError("trees that take zero for missing have no ONNX counterpart")


def float32_at_most(value: float) -> float:
    """The largest float32 that is not above ``value``, which is not below them all.

    LightGBM writes 1e300 for "every number goes left".
    """
    if value >= LARGEST_FLOAT32:
        return LARGEST_FLOAT32
    nearest = np.float32(value)
    if float(nearest) <= value:
        return float(nearest)
    return float(np.nextafter(nearest, np.float32(-np.inf)))
