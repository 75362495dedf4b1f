"""What a provider's claims make of somebody; the walk itself is in test_openid_sign_in.py."""

import pytest

from api.core.access.claims import LONGEST_NAME, at, name_of, role_of
from api.core.access.types import Role

ROLES: dict[str, Role] = {"readers": "viewer", "builders": "engineer", "7": "administrator"}


@pytest.mark.parametrize(
    ("claims", "path", "found"),
    [
        ({"roles": ["a"]}, "roles", ["a"]),
        ({"realm_access": {"roles": ["a"]}}, "realm_access.roles", ["a"]),
        ({"https://example.org/roles": ["a"]}, "https://example.org/roles", ["a"]),
        ({"realm_access": ["roles"]}, "realm_access.roles", None),
        ({}, "roles", None),
    ],
)
def test_a_claim_is_found_by_its_name_or_along_its_dots(claims, path: str, found) -> None:
    assert at(claims, path) == found


@pytest.mark.parametrize(
    ("said", "role"),
    [
        (["readers", "builders"], "engineer"),
        (["builders", "readers"], "engineer"),
        ("readers", "viewer"),
        (["others"], None),
        ([7, None, {}], None),
        ({"readers": True}, None),
        (None, None),
    ],
)
def test_the_highest_role_counts_and_what_is_not_mapped_gives_none(said, role) -> None:
    assert role_of(said, ROLES, None) == role
    assert role_of(said, ROLES, "viewer") == (role or "viewer")


@pytest.mark.parametrize(
    ("candidates", "name"),
    [
        (["ana"], "ana"),
        ([None, "", "ana"], "ana"),
        (["corp\\ana"], "corp\\ana"),
        (["https://id.example/ana"], "https---id.example-ana"),
        (["  ana\x00\n "], "ana"),
        (["..", "ana"], "ana"),
        (["x" * 500], "x" * LONGEST_NAME),
        ([], "somebody"),
    ],
)
def test_a_name_is_one_that_can_be_signed_and_linked_with(candidates, name: str) -> None:
    assert name_of(candidates) == name
