"""Who answers is decided by the subject alone, in the shares that the weights say."""

from hypothesis import given
from hypothesis import strategies as st

from api.artifact.snapshot import Variant
from api.serving.traffic import choose, share_of

WEIGHTS = st.lists(st.floats(0.01, 1), min_size=1, max_size=4)


def variants(weights: list[float]) -> tuple[Variant, ...]:
    total = sum(weights)
    return tuple(Variant(f"v{n}", n + 1, weight / total) for n, weight in enumerate(weights))


@given(st.text(), WEIGHTS)
def test_the_same_subject_always_gets_the_same_variant(subject: str, weights: list[float]) -> None:
    assert choose("m", variants(weights), subject) == choose("m", variants(weights), subject)


@given(st.text(), st.floats(0, 1), st.floats(0, 1))
def test_a_growing_canary_takes_nobody_back(subject: str, one: float, other: float) -> None:
    small, large = sorted((one, other))
    before = choose("m", (Variant("canary", 2, small), Variant("champion", 1, 1 - small)), subject)
    after = choose("m", (Variant("canary", 2, large), Variant("champion", 1, 1 - large)), subject)
    if before.name == "canary":
        assert after.name == "canary"


def test_shares_are_what_the_weights_say() -> None:
    split = variants([0.9, 0.1])
    chosen = [choose("m", split, f"person {n}").name for n in range(20_000)]
    # Three standard deviations of a binomial with p = 0.1 and n = 20,000 are 127.
    assert abs(chosen.count("v1") - 2_000) < 127


def test_models_do_not_share_their_subjects_places() -> None:
    same = sum(abs(share_of("a", str(n)) - share_of("b", str(n))) < 0.01 for n in range(10_000))
    assert same < 300
