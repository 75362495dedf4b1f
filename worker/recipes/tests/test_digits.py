from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from scipy import ndimage
from sklearn.neural_network import MLPClassifier

from api.adapters.settings import Settings
from worker.pipelines.graph import run_graph
from worker.pipelines.recipe import Dataset, Split
from worker.recipes.digits import RECIPE, DigitsModel, calibrated, images_of
from worker.recipes.graphs.digits import Network, build_graph, probabilities
from worker.recipes.graphs.distortion import distort

pytestmark = pytest.mark.xdist_group("digits")
"""Trained once: two processes would each train it."""

PACKAGES: Path = Settings().packages_dir
# The first version's eighty rounds take about a minute; these a quarter of it.
QUICK = {**RECIPE.defaults, "rounds": 20}


@dataclass(frozen=True)
class Trained:
    dataset: Dataset
    split: Split
    model: DigitsModel
    graph: onnx.ModelProto


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return RECIPE.load(PACKAGES, QUICK)


@pytest.fixture(scope="module")
def split(dataset: Dataset) -> Split:
    return RECIPE.split(dataset, QUICK)


@pytest.fixture(scope="module")
def trained(dataset: Dataset, split: Split) -> Trained:
    model = RECIPE.fit(split, QUICK, lambda _share, _line: None)
    return Trained(dataset, split, model, RECIPE.convert(model))


def small_network(seed: int = 1) -> Network:
    rng = np.random.default_rng(seed)
    return Network(
        rng.normal(size=(784, 16)) / 28, rng.normal(size=16), rng.normal(size=(16, 10)),
        rng.normal(size=10), temperature=1.5,
    )  # fmt: skip


def test_five_hundred_images_a_digit_are_white_ink_on_black(dataset: Dataset) -> None:
    assert list(dataset.frame["truth"].value_counts()) == [500] * 10
    images = images_of(dataset.frame)
    assert images.shape == (5000, 28, 28)
    assert images.max() == 255
    assert images[:, 0].mean() < 1
    assert images[:, 10:18, 10:18].mean() > 50


def test_a_thousand_images_a_hundred_a_digit_are_held_out(split: Split) -> None:
    assert [len(split.train), len(split.calibration), len(split.holdout)] == [3600, 400, 1000]
    assert list(split.holdout["truth"].value_counts()) == [100] * 10
    sides = [{image.tobytes() for image in part["image"]} for part in
             (split.train, split.calibration, split.holdout)]  # fmt: skip
    assert len(set.union(*sides)) == 5000


def test_the_hold_out_does_not_depend_on_the_seed_of_the_run(dataset: Dataset) -> None:
    other = RECIPE.split(dataset, {**QUICK, "seed": 99})
    assert (
        images_of(other.holdout).tobytes()
        == images_of(RECIPE.split(dataset, QUICK).holdout).tobytes()
    )


def test_even_a_short_training_reads_ninety_five_in_a_hundred(trained: Trained) -> None:
    truth = trained.split.holdout["truth"].astype(int).to_numpy()
    right = trained.model.predict(trained.split.holdout).argmax(axis=1) == truth
    baseline = RECIPE.baseline(trained.split).predictions.argmax(axis=1) == truth
    assert baseline.mean() == pytest.approx(0.1)
    assert right.mean() >= 0.95


def test_the_graph_answers_as_the_native_model_over_the_whole_hold_out(trained: Trained) -> None:
    native = trained.model.predict(trained.split.holdout)
    graph = run_graph(trained.graph, RECIPE.schema(trained.dataset), trained.split.holdout)
    assert np.abs(native - graph).max() <= RECIPE.conversion_limits.max_abs_difference
    assert np.array_equal(native.argmax(axis=1), graph.argmax(axis=1))


def test_an_image_scores_the_same_alone_and_in_a_batch(trained: Trained) -> None:
    session = ort.InferenceSession(trained.graph.SerializeToString())
    images = images_of(trained.split.holdout)[:64]
    together = session.run(None, {"image": images})[0]
    alone = np.concatenate([session.run(None, {"image": image[None]})[0] for image in images])
    assert np.array_equal(together, alone)


def test_its_certainty_holds_on_the_hold_out(trained: Trained) -> None:
    truth = trained.split.holdout["truth"].astype(int).to_numpy()
    answers = trained.model.predict(trained.split.holdout)
    right = answers.argmax(axis=1) == truth
    assert answers.max(axis=1).mean() == pytest.approx(right.mean(), abs=0.02)


def test_the_native_network_is_the_one_that_was_fitted() -> None:
    rng = np.random.default_rng(3)
    images = rng.integers(0, 256, (200, 28, 28), dtype=np.uint8)
    pixels = images.reshape(200, -1) / 255.0
    classifier = MLPClassifier((8,), max_iter=5, random_state=1)
    with pytest.warns(match="iterations"):
        classifier.fit(pixels, rng.integers(0, 10, 200))
    (hidden, output), (hidden_bias, output_bias) = classifier.coefs_, classifier.intercepts_
    network = Network(hidden, hidden_bias, output, output_bias)
    assert classifier.predict_proba(pixels) == pytest.approx(probabilities(network, images))


def test_the_temperature_is_inside_the_graph() -> None:
    images = np.random.default_rng(5).integers(0, 256, (20, 28, 28), dtype=np.uint8)
    session = ort.InferenceSession(build_graph(small_network()).SerializeToString())
    answers = session.run(None, {"image": images})[0]
    assert answers == pytest.approx(probabilities(small_network(), images), abs=1e-5)


def test_calibration_lowers_the_loss_of_the_rows_that_it_is_given(split: Split) -> None:
    def loss(network: Network) -> float:
        truth = split.calibration["truth"].astype(int).to_numpy()
        answers = probabilities(network, images_of(split.calibration))
        return -np.log(answers[np.arange(len(truth)), truth]).mean()

    network = small_network()
    assert loss(calibrated(network, split.calibration)) < loss(network)


def test_the_same_seed_trains_the_same_network(split: Split) -> None:
    parameters = {"seed": 3, "rounds": 1, "hidden_units": 8}
    one, two = (RECIPE.fit(split, parameters, lambda _s, _l: None) for _ in range(2))
    assert np.array_equal(one.predict(split.holdout), two.predict(split.holdout))


def test_progress_can_stop_the_training(split: Split) -> None:
    class Cancelled(Exception):
        pass

    def stop(_share: float, _line: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        RECIPE.fit(split, {"seed": 3, "rounds": 50, "hidden_units": 8}, stop)


def test_every_digit_has_an_example_with_its_truth(split: Split) -> None:
    examples = RECIPE.examples(split)
    assert list("0123456789") == [example.truth for example in examples]
    assert all(np.shape(example.row["image"]) == (28, 28) for example in examples)


def test_a_distorted_digit_keeps_most_of_its_ink_and_moves_little(split: Split) -> None:
    images = images_of(split.train)[:200].astype(np.float32)
    distorted = distort(images, np.random.default_rng(1))
    assert images.shape == distorted.shape
    assert distorted.min() >= 0
    assert distorted.max() <= 255
    assert distorted.sum() == pytest.approx(images.sum(), rel=0.1)
    moved = [
        np.hypot(*np.subtract(ndimage.center_of_mass(a), ndimage.center_of_mass(b)))
        for a, b in zip(images, distorted, strict=True)
    ]
    assert 0.5 < np.mean(moved) < 3


def test_without_turn_or_bend_reading_between_pixels_is_linear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = "worker.recipes.graphs.distortion"
    for name in ("LARGEST_ANGLE_RADIANS", "LARGEST_SHEAR", "LARGEST_SCALE_CHANGE", "BEND_PIXELS"):
        monkeypatch.setattr(f"{module}.{name}", 0.0)
    image = np.zeros((1, 28, 28), dtype=np.float32)
    image[0, 10:16, 12:15] = 200.0
    shift = np.random.default_rng(4)
    shift.uniform(size=4)  # the angle, the shear and two scales are drawn first
    down, right = shift.uniform(-1.5, 1.5, (1, 2))[0]
    expected = ndimage.shift(image[0], (-down, -right), order=1)
    assert distort(image, np.random.default_rng(4))[0] == pytest.approx(expected, abs=0.01)
