"""Judge predictions of the hold-out against the truth and the baseline, with intervals."""

import msgspec
import numpy as np

from api.artifact.documents import CalibrationBin, Evaluation, Metric
from api.artifact.schema import Schema
from monitoring.quality.arrays import Floats, Ints
from monitoring.quality.bootstrap import Resampling, interval, resample
from monitoring.quality.calibration import calibration_bins
from worker.pipelines.clusters import cluster_labels
from worker.pipelines.measures import Measure, Measured, headline_measure, measures
from worker.pipelines.recipe import Baseline, Judging, Split
from worker.pipelines.slices import slice_scores
from worker.pipelines.titles import METRIC_TITLES
from worker.pipelines.truths import truth_values


def evaluate(
    judging: Judging,
    schema: Schema,
    split: Split,
    predictions: Floats,
    baseline: Baseline,
    *,
    seed: int,
) -> Evaluation:
    """The sealed evaluation, but for the conversion."""
    holdout = split.holdout
    truth = truth_values(schema, holdout)
    resampling = resample(len(holdout), clusters=cluster_labels(holdout), seed=seed)
    overall = headline_measure(judging.headline, schema, truth).take(predictions, resampling)
    return Evaluation(
        split=split.description,
        train_rows=len(split.train) + len(split.calibration),
        holdout_rows=len(holdout),
        baseline=baseline.title,
        headline=judging.headline,
        metrics=_metrics(measures(schema, truth), predictions, baseline.predictions, resampling),
        slices=slice_scores(
            judging, schema, holdout, predictions, overall=overall.value, seed=seed
        ),
        calibration=_calibration(schema, truth, predictions),
        confusion=_confusion(schema, truth, predictions),
    )


def _metrics(
    judged: tuple[Measure, ...], predictions: Floats, baseline: Floats, resampling: Resampling
) -> tuple[Metric, ...]:
    """Those that have a value: one class only, for example, has no area under its curve."""
    found = (metric(measure, predictions, baseline, resampling) for measure in judged)
    return tuple(figure for figure in found if not np.isnan(figure.value))


def metric(
    measure: Measure, predictions: Floats, baseline: Floats, resampling: Resampling
) -> Metric:
    """The model's figure, the baseline's, and their paired difference (positive is better).

    A baseline may have none: one that always says the same has no calibration slope.
    """
    model = measure.take(predictions, resampling)
    other = measure.take(baseline, resampling)
    alone = Metric(
        name=measure.name,
        title=METRIC_TITLES[measure.name],
        better=measure.better,
        value=model.value,
        interval=interval(model.samples),
        target=measure.target,
        unit=measure.unit,
    )
    if np.isnan(other.value):
        return alone
    return msgspec.structs.replace(
        alone,
        baseline=other.value,
        baseline_interval=interval(other.samples),
        improvement=_gain(measure, model.value, other.value),
        improvement_interval=interval(_gains(measure, model, other)),
    )


def _gain(measure: Measure, model: float, baseline: float) -> float:
    if measure.better == "higher":
        return model - baseline
    if measure.target is not None:
        return abs(baseline - measure.target) - abs(model - measure.target)
    return baseline - model


def _gains(measure: Measure, model: Measured, baseline: Measured) -> Floats:
    pairs = zip(model.samples, baseline.samples, strict=True)
    return np.array([_gain(measure, ours, theirs) for ours, theirs in pairs])


def _calibration(schema: Schema, truth: Floats, predictions: Floats) -> tuple[CalibrationBin, ...]:
    if schema.task == "binary":
        happened, stated = truth.astype(np.int64), predictions
    elif schema.task == "multiclass":
        happened = (predictions.argmax(axis=1) == truth).astype(np.int64)
        stated = predictions.max(axis=1)
    else:
        return ()
    return tuple(
        CalibrationBin(entry.predicted, entry.observed, entry.rows)
        for entry in calibration_bins(happened, stated)
    )


def _confusion(schema: Schema, truth: Floats, predictions: Floats) -> dict[str, dict[str, int]]:
    if schema.task == "regression":
        return {}
    found = predicted_labels(schema, predictions)
    counts = np.zeros((len(schema.labels), len(schema.labels)), dtype=int)
    np.add.at(counts, (truth.astype(int), found), 1)
    return {
        label: dict(zip(schema.labels, map(int, row), strict=True))
        for label, row in zip(schema.labels, counts, strict=True)
    }


def predicted_labels(schema: Schema, predictions: Floats) -> Ints:
    """(n,) indexes into the schema's labels."""
    if schema.task == "binary":
        return (predictions >= schema.threshold).astype(np.int64)
    indexes: Ints = predictions.argmax(axis=1)
    return indexes
