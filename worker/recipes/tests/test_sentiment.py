from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.adapters.settings import Settings
from worker.pipelines.graph import run_graph
from worker.pipelines.recipe import Dataset, Split
from worker.recipes.graphs.lexicon import lexicon_sums
from worker.recipes.graphs.tokens import tokens
from worker.recipes.sentiment import RECIPE, SentimentModel, UnknownDomain, chosen_domains

pytestmark = pytest.mark.xdist_group("sentiment")
"""Trained once: two processes would each train it."""

PACKAGES: Path = Settings().packages_dir
STRANGE_TEXTS = [
    "",
    " ",
    "\n\t",
    "!!!",
    "😀",
    "👍🏽 great 👎",
    "I don't, I don’t, I DON'T and I DON’T like it",
    "rock'n'roll 'tis 'twas ''quoted'' o’’clock",
    "not\u00a0good",
    "Not very good; not so very good; hardly a great one",
    "É ótimo! İstanbul ß ẞ ΑΣ naïve café",
    "e\u0301 combining, zero\u200bwidth, \ufeffmark",
    "K (kelvin), ſ (long s)",
    "日本語のテキスト العربية",
    "null\x00inside",
    ":) :-) ;( =) <3 :( ::)) <33",
    "12345 67'89 a1b2'c3",
    "good " * 2_000,
    "x" * 10_000,
]


@dataclass(frozen=True)
class Trained:
    dataset: Dataset
    split: Split
    model: SentimentModel
    graph: onnx.ModelProto
    session: ort.InferenceSession

    def natively(self, texts: list[str]) -> np.ndarray:
        return self.model.predict(pd.DataFrame({"text": texts}))

    def by_graph(self, texts: list[str]) -> np.ndarray:
        rows = np.array(texts, dtype=object).reshape(-1, 1)
        return self.session.run(None, {"text": rows})[0].ravel()


def fit() -> tuple[Dataset, Split, SentimentModel]:
    dataset = RECIPE.load(PACKAGES, RECIPE.defaults)
    split = RECIPE.split(dataset, RECIPE.defaults)
    return dataset, split, RECIPE.fit(split, RECIPE.defaults, lambda _share, _line: None)


@pytest.fixture(scope="module")
def trained() -> Trained:
    dataset, split, model = fit()
    graph = RECIPE.convert(model)
    return Trained(dataset, split, model, graph, ort.InferenceSession(graph.SerializeToString()))


def positive(frame: pd.DataFrame) -> np.ndarray:
    return (frame["truth"] == "positive").to_numpy()


def test_the_graph_answers_as_the_native_model_over_the_whole_hold_out(trained: Trained) -> None:
    native = trained.model.predict(trained.split.holdout)
    graph = run_graph(trained.graph, RECIPE.schema(trained.dataset), trained.split.holdout)
    assert np.abs(native - graph).max() <= 1e-5
    assert np.array_equal(native >= 0.5, graph >= 0.5)


@pytest.mark.parametrize("text", STRANGE_TEXTS, ids=lambda text: ascii(text[:20]))
def test_a_strange_text_gets_the_same_answer_from_both(trained: Trained, text: str) -> None:
    assert trained.by_graph([text]) == pytest.approx(trained.natively([text]), abs=1e-5)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), min_size=1))
def test_any_unicode_gets_the_same_answer_from_both(trained: Trained, texts: list[str]) -> None:
    assert trained.by_graph(texts) == pytest.approx(trained.natively(texts), abs=1e-5)


WORDS = st.sampled_from(
    ("not", "very", "don't", "don’t", "good", "bad", "NO", "a", "great", "never", ":)", ",", "…")
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_negations_are_turned_alike_by_both(trained: Trained, text: str) -> None:
    assert trained.by_graph([text]) == pytest.approx(trained.natively([text]), abs=1e-5)


def test_a_text_scores_the_same_alone_and_among_longer_ones(trained: Trained) -> None:
    texts = [*STRANGE_TEXTS, *trained.split.holdout["text"][:200]]
    together = trained.by_graph(texts)
    alone = np.concatenate([trained.by_graph([text]) for text in texts])
    assert np.array_equal(together, alone)


def test_it_is_right_clearly_more_often_than_the_prior(trained: Trained) -> None:
    truth = positive(trained.split.holdout)
    probability = trained.model.predict(trained.split.holdout)
    prior = RECIPE.baseline(trained.split).predictions
    assert ((probability >= 0.5) == truth).mean() >= 0.75
    assert ((probability - truth) ** 2).mean() <= 0.65 * ((prior - truth) ** 2).mean()


def test_its_probabilities_hold_on_the_hold_out(trained: Trained) -> None:
    truth = positive(trained.split.holdout)
    probability = trained.model.predict(trained.split.holdout)
    for low in np.arange(0, 1, 0.2):
        inside = (probability >= low) & (probability < low + 0.2)
        assert truth[inside].mean() == pytest.approx(probability[inside].mean(), abs=0.08)


def test_the_card_says_how_it_does_on_tweets_that_it_never_saw(trained: Trained) -> None:
    tweets = RECIPE.load(PACKAGES, {**RECIPE.defaults, "domains": "tweets"}).frame
    right = (trained.model.predict(tweets) >= 0.5) == positive(tweets)
    assert f"{100 * right.mean():.1f} %" in RECIPE.card().limits["en"]
    assert f"{len(tweets):,} tweets" in RECIPE.card().limits["en"]


def test_training_again_gives_the_same_graph(trained: Trained) -> None:
    again = RECIPE.convert(fit()[2])
    assert again.SerializeToString(deterministic=True) == trained.graph.SerializeToString(
        deterministic=True
    )


def test_no_review_and_no_text_is_on_two_sides(trained: Trained) -> None:
    split = trained.split
    for column in ("cluster", "text"):
        sides = [set(part[column]) for part in (split.train, split.calibration, split.holdout)]
        assert sum(map(len, sides)) == len(set.union(*sides))


def test_a_review_stays_held_out_when_other_domains_are_added(trained: Trained) -> None:
    parameters = {**RECIPE.defaults, "domains": "tweets,movieReviewSnippets,amazonReviewSnippets"}
    wider = RECIPE.split(RECIPE.load(PACKAGES, parameters), parameters)
    assert set(trained.split.holdout["cluster"]) <= set(wider.holdout["cluster"])
    assert "tweets" in set(wider.train["domain"])


def test_exactly_neutral_snippets_are_left_out(trained: Trained) -> None:
    assert (trained.dataset.frame["rating"] != 0).all()
    assert set(trained.dataset.frame["truth"]) == {"negative", "positive"}


def test_an_unknown_domain_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownDomain, match=r"letters.*movieReviewSnippets"):
        chosen_domains("letters,tweets")


def test_examples_are_held_out_and_have_their_truth(trained: Trained) -> None:
    held_out = dict(zip(trained.split.holdout["text"], trained.split.holdout["truth"], strict=True))
    known = [example for example in RECIPE.examples(trained.split) if example.truth is not None]
    assert len(known) >= 4
    assert all(held_out[example.row["text"]] == example.truth for example in known)


def test_a_token_is_lowered_and_keeps_one_apostrophe() -> None:
    assert tokens("I DON’T like rock'n'roll :-) <3") == [
        "i",
        "don't",
        "like",
        "rock'n",
        "roll",
        ":-)",
        "<3",
    ]


@pytest.mark.parametrize(
    ("text", "praise", "blame", "turned_praise", "turned_blame"),
    [
        ("good", 1.9, 0.0, 0.0, 0.0),
        ("not good", 1.9, 0.0, 1.9, 0.0),
        ("not very good", 1.9, 0.0, 1.9, 0.0),
        ("not one good", 1.9, 0.0, 0.0, 0.0),
        ("no bad, good", 1.9, -2.5, 0.0, -2.5),
    ],
)
def test_rated_words_add_up_and_negations_are_counted_apart(
    text: str, praise: float, blame: float, turned_praise: float, turned_blame: float
) -> None:
    sums = lexicon_sums({"good": 19, "bad": -25}, [text]).toarray()[0]
    assert [praise, blame, turned_praise, turned_blame] == pytest.approx(list(sums))
