"""Whether a snippet of English is positive, learned from snippets that twenty people rated."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import onnx
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from api.artifact.documents import Card, Example, Presentation
from api.artifact.manifest import DataSource
from api.artifact.schema import Field, GraphInput, Localised, Output, Schema, Task
from worker.pipelines.archives import DataFile, combined_sha256, read_member
from worker.pipelines.recipe import (
    Baseline,
    Dataset,
    Fitted,
    Parameters,
    Progress,
    Recipe,
    Split,
)
from worker.recipes.graphs.lexicon import SUMS, TENTHS, Lexicon, lexicon_sums
from worker.recipes.graphs.sentiment import Weights, build_graph, terms, vectoriser
from worker.recipes.graphs.tokens import tokens
from worker.recipes.wording.sentiment import (
    CARD,
    DESCRIPTION,
    DOMAIN_TITLES,
    EXAMPLE_TITLES,
    PRESENTATION,
)

ARCHIVE = "vaderSentiment-3.3.2.tar.gz"
ROOT = "vaderSentiment-3.3.2"
SNIPPETS = (
    f"{ROOT}/additional_resources/hutto_ICWSM_2014.tar.gz!hutto_ICWSM_2014/{{}}_GroundTruth.txt"
)
LEXICON = f"{ROOT}/vaderSentiment/vader_lexicon.txt"

DOMAINS = {
    "movieReviewSnippets": "movie reviews",
    "amazonReviewSnippets": "product reviews",
    "tweets": "tweets",
    "nytEditorialSnippets": "newspaper editorials",
}
"""Files of the archive, and what the slices call them."""

LABELS = ("negative", "positive")
LEXICON_SCALE = 0.3
"""Brings a valence (−4…4) near the size of the other columns, so that one penalty suits both."""
HOLDOUT_SHARE, CALIBRATION_SHARE = 0.20, 0.10
CLEAR_RATING = 1.0


class UnknownDomain(ValueError):
    """A domain that the archive does not have."""


@dataclass(frozen=True)
class SentimentModel:
    """Logistic regression over terms and lexicon sums; its logit is then scaled and shifted."""

    vectoriser: TfidfVectorizer
    lexicon: Lexicon
    regression: LogisticRegression
    slope: float
    shift: float

    def predict(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        columns = features(self.vectoriser, self.lexicon, list(frame["text"]))
        logit = self.slope * self.regression.decision_function(columns) + self.shift
        return np.asarray(1.0 / (1.0 + np.exp(-logit)), dtype=np.float64)


@dataclass(frozen=True)
class Sentiment(Recipe):
    name: ClassVar[str] = "sentiment"
    task: ClassVar[Task] = "binary"
    title: ClassVar[Localised] = {"en": "Sentiment of a text", "pt-BR": "Sentimento de um texto"}
    summary: ClassVar[Localised] = {
        "en": "Whether a short English text is positive or negative, and which words say so.",
        "pt-BR": "Se um texto curto em inglês é positivo ou negativo, e que palavras o dizem.",
    }
    headline: ClassVar[str] = "accuracy"
    slices: ClassVar[tuple[str, ...]] = ("domain", "words", "strength")
    defaults: ClassVar[Parameters] = {
        "domains": "movieReviewSnippets,amazonReviewSnippets",
        "smallest_count": 2,
        "inverse_penalty": 5.0,
    }

    def load(self, packages: Path, parameters: Parameters) -> Dataset:
        """Rows whose mean rating is exactly neutral say neither, and are left out everywhere."""
        domains = chosen_domains(str(parameters["domains"]))
        files = [read_member(packages, ARCHIVE, SNIPPETS.format(name)) for name in domains]
        lexicon = read_member(packages, ARCHIVE, LEXICON)
        parts = [read_snippets(file, name) for file, name in zip(files, domains, strict=True)]
        frame = pd.concat(parts, ignore_index=True)
        frame = frame[frame["rating"] != 0].drop_duplicates("text").reset_index(drop=True)
        frame["truth"] = np.where(frame["rating"] > 0, LABELS[1], LABELS[0])
        frame.attrs["lexicon"] = read_lexicon(lexicon)
        source = DataSource(
            name="Human-rated snippets and words of VADER (Hutto & Gilbert 2014)",
            source=f"PyPI vaderSentiment 3.3.2 (source archive): {', '.join(domains)}",
            licence="MIT",
            sha256=combined_sha256((*files, lexicon)),
            rows=len(frame),
            description=DESCRIPTION,
        )
        return Dataset(frame, source)

    def split(self, dataset: Dataset, parameters: Parameters) -> Split:
        frame = dataset.frame
        place = frame["cluster"].map(place_of)
        calibrated = HOLDOUT_SHARE + CALIBRATION_SHARE
        return Split(
            train=frame[place >= calibrated],
            calibration=frame[(place >= HOLDOUT_SHARE) & (place < calibrated)],
            holdout=frame[place < HOLDOUT_SHARE].reset_index(drop=True),
            description={
                "en": "By review: a hash of its id puts all its snippets on one side, the same "
                "side in every version (70 % to fit, 10 % to calibrate, 20 % held out).",
                "pt-BR": "Por avaliação: um hash do identificador põe todos os seus trechos do "
                "mesmo lado, em todas as versões (70 % ajuste, 10 % calibração, 20 % reserva).",
            },
        )

    def fit(self, split: Split, parameters: Parameters, progress: Progress) -> Fitted:
        lexicon: Lexicon = split.train.attrs["lexicon"]
        columns = vectoriser(int(parameters["smallest_count"] or 1))
        columns.fit(list(split.train["text"]))
        progress(0.3, f"{len(columns.vocabulary_):,} words and pairs, {len(lexicon):,} rated words")
        regression = LogisticRegression(C=float(parameters["inverse_penalty"] or 1), max_iter=2_000)
        # A sentence that people agree about teaches more than one rated near neutral.
        regression.fit(
            features(columns, lexicon, list(split.train["text"])),
            split.train["truth"] == LABELS[1],
            sample_weight=split.train["rating"].abs(),
        )
        progress(0.8, f"fitted on {len(split.train):,} snippets")
        slope, shift = calibrate(
            regression.decision_function(
                features(columns, lexicon, list(split.calibration["text"]))
            ),
            (split.calibration["truth"] == LABELS[1]).to_numpy(),
        )
        progress(1.0, f"calibrated on {len(split.calibration):,}: slope {slope:.2f}")
        return SentimentModel(columns, lexicon, regression, slope, shift)

    def convert(self, fitted: Fitted) -> onnx.ModelProto:
        if not isinstance(fitted, SentimentModel):
            raise TypeError(f"expected a SentimentModel, got {type(fitted).__name__}")
        weights = fitted.slope * fitted.regression.coef_[0]
        return build_graph(
            terms(fitted.vectoriser),
            fitted.lexicon,
            Weights(
                terms=weights[:-SUMS],
                sums=weights[-SUMS:] * LEXICON_SCALE,
                intercept=float(fitted.slope * fitted.regression.intercept_[0] + fitted.shift),
            ),
        )

    def baseline(self, split: Split) -> Baseline:
        rate = float((split.train["truth"] == LABELS[1]).mean())
        return Baseline(
            title={
                "en": "Prior rate: the share of positive snippets in training, whatever the text",
                "pt-BR": "Taxa a priori: a parcela de trechos positivos no treino, seja qual for "
                "o texto",
            },
            predictions=np.full(len(split.holdout), rate),
        )

    def schema(self, dataset: Dataset) -> Schema:
        return Schema(
            task=self.task,
            fields=(
                Field(
                    name="text",
                    kind="text",
                    datatype="BYTES",
                    title={"en": "Text", "pt-BR": "Texto"},
                    description={
                        "en": "A sentence or two of English.",
                        "pt-BR": "Uma ou duas frases em inglês.",
                    },
                ),
            ),
            graph_inputs=(GraphInput("text", "BYTES", ("text",)),),
            outputs=(Output("probability", "FP32", "probability"),),
            labels=LABELS,
            # Every row of a run holds one float a known term: some 110 kB.
            max_rows=500,
        )

    def examples(self, split: Split) -> tuple[Example, ...]:
        """The most praising and most damning held-out snippets of each domain."""
        readable = split.holdout[split.holdout["text"].str.len().between(40, 160)]
        chosen = []
        for domain, rows in readable.groupby("domain", sort=True):
            extremes = {"positive": rows["rating"].idxmax(), "negative": rows["rating"].idxmin()}
            for label, position in extremes.items():
                row = {"text": rows.loc[position, "text"]}
                chosen.append(Example(example_title(label, domain), row, label))
        own = {"text": "I expected to hate it, but it isn’t bad at all :)"}
        return (*chosen, Example(EXAMPLE_TITLES["own"], own))

    def presentation(self, dataset: Dataset) -> Presentation:
        return PRESENTATION

    def card(self) -> Card:
        return CARD


def chosen_domains(text: str) -> tuple[str, ...]:
    """Names of the archive's files, in the archive's order."""
    asked = {name.strip() for name in text.split(",") if name.strip()}
    unknown = sorted(asked - DOMAINS.keys())
    if unknown or not asked:
        raise UnknownDomain(f"domains {unknown or 'none'}: choose from {', '.join(DOMAINS)}")
    return tuple(name for name in DOMAINS if name in asked)


def read_snippets(file: DataFile, domain: str) -> pd.DataFrame:
    """Text, mean rating (−4…4), and the columns to slice by; ids are ``review_sentence``."""
    lines = [line for line in file.content.decode("utf-8").split("\r\n") if line]
    cells = [line.split("\t", 2) for line in lines]
    ratings = np.array([float(rating) for _, rating, _ in cells])
    texts = [text.strip() for _, _, text in cells]
    return pd.DataFrame(
        {
            "text": texts,
            "rating": ratings,
            "cluster": [f"{domain}:{identity.partition('_')[0]}" for identity, _, _ in cells],
            "domain": DOMAINS[domain],
            "words": [length_band(len(tokens(text))) for text in texts],
            "strength": np.where(np.abs(ratings) >= CLEAR_RATING, "clear: 1 or more", "faint"),
        }
    )


def read_lexicon(file: DataFile) -> Lexicon:
    """Mean valence, in tenths, of the entries that the token pattern can find whole."""
    cells = [line.split("\t") for line in file.content.decode("utf-8").splitlines() if line.strip()]
    return {
        entry: round(TENTHS * float(valence))
        for entry, valence, *_ in cells
        if tokens(entry) == [entry]
    }


def example_title(label: str, domain: str) -> Localised:
    names = DOMAIN_TITLES[domain]
    return {tag: title.format(names[tag]) for tag, title in EXAMPLE_TITLES[label].items()}


def length_band(words: int) -> str:
    return "1–10" if words <= 10 else "11–20" if words <= 20 else "21 or more"


def place_of(cluster: str) -> float:
    """A fixed, even number in [0, 1) for a review."""
    return int.from_bytes(hashlib.sha256(cluster.encode()).digest()[:8], "big") / 2**64


def features(columns: TfidfVectorizer, lexicon: Lexicon, texts: Sequence[str]) -> sp.csr_matrix:
    return sp.hstack(
        [columns.transform(texts), lexicon_sums(lexicon, texts) * LEXICON_SCALE], format="csr"
    )


def calibrate(logits: NDArray[np.float64], positive: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and shift of the logit that make it likeliest on rows not fitted on (Platt 1999)."""
    scaling = LogisticRegression(C=1e6).fit(logits.reshape(-1, 1), positive)
    return float(scaling.coef_[0, 0]), float(scaling.intercept_[0])


RECIPE = Sentiment()
