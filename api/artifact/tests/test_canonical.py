import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.artifact import canonical_json
from api.artifact.snapshot import Variant

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.dictionaries(TEXT, VALUES, max_size=3)


def test_keys_are_sorted_and_text_stays_as_it_is() -> None:
    assert canonical_json({"b": [1, 2.5], "a": "São"}) == '{"a":"São","b":[1,2.5]}'.encode()


def test_structs_are_objects() -> None:
    expected = b'{"counted_as":"","name":"champion","version":3,"weight":1.0}'
    assert canonical_json(Variant(name="champion", version=3, weight=1.0)) == expected


@given(OBJECTS)
def test_the_order_of_keys_does_not_matter(value: dict[str, object]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical_json(turned) == canonical_json(value)
    assert msgspec.json.decode(canonical_json(value)) == value


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_cannot_say_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical_json({"value": number})
