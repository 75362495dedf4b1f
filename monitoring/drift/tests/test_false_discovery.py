import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import false_discovery_control
from statsmodels.stats.multitest import multipletests

from monitoring.drift.false_discovery import adjusted_exceedances

probabilities = arrays(float, st.integers(1, 40), elements=st.floats(0, 1))


@given(probabilities)
def test_agrees_with_scipy(values) -> None:
    assert false_discovery_control(values).tolist() == pytest.approx(
        adjusted_exceedances(values).tolist()
    )


def test_agrees_with_statsmodels_on_benjamini_and_hochbergs_own_example() -> None:
    # The fifteen p-values of section 4.1 of the paper, of which four are rejected at 0.05.
    published = [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
        *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
    ]
    adjusted = adjusted_exceedances(np.array(published))
    assert (adjusted <= 0.05).sum() == 4
    assert multipletests(published, method="fdr_bh")[1].tolist() == pytest.approx(adjusted.tolist())


def test_no_features_give_no_probabilities() -> None:
    assert adjusted_exceedances(np.empty(0)).tolist() == []
