"""Versions of flight-delay that must never reach many users, made from real departures.

Each is sealed, measured and registered like any other; only the way it was made is wrong.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import onnx
import pandas as pd
from onnx import helper

from api.artifact.manifest import FILES
from api.artifact.sealing import Artifact, open_artifact, seal
from api.serving.documents import read_background, read_example_rows
from worker.pipelines.recipe import Parameters
from worker.pipelines.train import train
from worker.pipelines.trees import ML_DOMAIN
from worker.recipes.flight_delay import LABELS, FlightDataset, FlightDelay
from worker.recipes.graphs.flight_delay import CATEGORIES

SEED = 1
LEAKED_FIELD = "plane_seats"
SELDOM = ("HA", "OO", "YV", "F9", "AS", "FL", "VX")
"""Airlines of few departures. The silent one is not among the artifact's own sample rows, or else
measuring the version would stop it before it is a candidate."""
SLOWER = 8
"""Times the trees: a row's fixed costs make it some three times as slow."""


@dataclass(frozen=True)
class Candidate:
    name: str
    """For example ``shuffled labels``."""
    artifact: Artifact


@dataclass(frozen=True)
class Days:
    """``YYYY-MM-DD``; [train_from, train_to) is learned from, [train_to, holdout_to) held out."""

    train_from: str
    train_to: str
    holdout_to: str

    @property
    def parameters(self) -> Parameters:
        return {
            "train_from": self.train_from,
            "train_to": self.train_to,
            "holdout_to": self.holdout_to,
        }


@dataclass(frozen=True)
class Kitchen:
    """What all of them are made from."""

    departures: FlightDataset
    days: Days
    """Those of an honest candidate now."""
    stale_days: Days
    """They end before the champion's."""
    parameters: Parameters
    """Of the recipe; few trees and no calibration blocks make them quick."""
    directory: Path
    created_at: str
    code_commit: str


def bad_candidates(kitchen: Kitchen) -> Iterator[Candidate]:
    """One at a time, as each takes seconds to make."""
    yield Candidate("shuffled labels", honest(kitchen, "shuffled", shuffled))
    yield Candidate("leaked feature", honest(kitchen, "leaking", leaking))
    stale = replace(kitchen, days=kitchen.stale_days)
    yield Candidate("stale data", honest(stale, "stale"))
    yield Candidate("twice as slow", honest(slower(kitchen), "slow"))
    yield Candidate("NaN for one category", silenced(honest(kitchen, "silent")))


def honest(
    kitchen: Kitchen, name: str, change: Callable[[pd.DataFrame], pd.DataFrame] | None = None
) -> Artifact:
    """A version trained on the kitchen's days, of departures as they were or as ``change`` has
    them."""
    frame = kitchen.departures.frame
    departures = replace(kitchen.departures, frame=change(frame) if change else frame)
    output = kitchen.directory / name
    train(
        _Served(departures),
        {**kitchen.parameters, **kitchen.days.parameters},
        packages=kitchen.directory,
        output=output,
        progress=lambda *_: None,
        created_at=kitchen.created_at,
        code_commit=kitchen.code_commit,
    )
    return open_artifact(output)


def shuffled(frame: pd.DataFrame) -> pd.DataFrame:
    """Every departure with another one's truth."""
    truth = np.random.default_rng(SEED).permutation(frame["truth"].to_numpy())
    return frame.assign(truth=truth)


def leaking(frame: pd.DataFrame) -> pd.DataFrame:
    """The plane's seats are its lateness, nearly; as served they are its seats."""
    late = (frame["truth"] == LABELS[1]).to_numpy()
    noise = np.random.default_rng(SEED).normal(0, 20, len(frame))
    return frame.assign(**{LEAKED_FIELD: 100 + 200 * late + noise})


def slower(kitchen: Kitchen) -> Kitchen:
    trees = kitchen.parameters["trees"]
    if not isinstance(trees, int):
        raise TypeError(f"trees are {trees!r}")
    return replace(kitchen, parameters={**kitchen.parameters, "trees": SLOWER * trees})


def silenced(artifact: Artifact) -> Artifact:
    """Sealed again, with NaN as the answer for one airline."""
    known = read_background(artifact.directory) + read_example_rows(artifact.directory)
    sampled = {row["carrier"] for row in known}
    silent = next(carrier for carrier in SELDOM if carrier not in sampled)
    path = artifact.directory / FILES["model"]
    graph = onnx.load(path)
    for node in graph.graph.node:
        if "probability" in node.output:
            node.output[:] = ["sound"]
    names = [str(position) for position in range(len(CATEGORIES))]
    silence = helper.make_node(
        "LabelEncoder",
        ["0"],
        ["nothing"],
        domain=ML_DOMAIN,
        keys_strings=[silent],
        values_floats=[float("nan")],
        default_float=0.0,
    )
    split = helper.make_node("Split", ["categories"], names, axis=1, num_outputs=len(names))
    add = helper.make_node("Add", ["sound", "nothing"], ["probability"])
    graph.graph.node.extend([split, silence, add])
    onnx.save(graph, path)
    seal(artifact.directory, artifact.manifest)
    return open_artifact(artifact.directory)


@dataclass(frozen=True)
class _Served(FlightDelay):
    """The recipe on departures that are read already."""

    departures: FlightDataset

    def load(self, packages: Path, parameters: Parameters) -> FlightDataset:  # noqa: ARG002 - the base names them
        return self.departures
