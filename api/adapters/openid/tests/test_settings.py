"""Settings that nobody could sign in with are refused when the process starts."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from api.adapters.openid.settings import OpenIdSettings
from api.adapters.settings import Settings

GIVEN: dict[str, Any] = {
    "public_url": "https://farol.example.org",
    "openid_issuer": "https://login.example.org/realms/corp",
    "openid_client_id": "farol",
    "openid_client_secret": "hush",
    "openid_roles": {"farol-admins": "administrator"},
}


def test_what_is_enough_is_taken() -> None:
    settings = Settings(**GIVEN)
    assert settings.openid_roles == {"farol-admins": "administrator"}
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"public_url": ""}, "FAROL_PUBLIC_URL"),
        ({"openid_issuer": "http://login.example.org"}, "https://"),
        ({"openid_issuer": "login.example.org"}, "https://"),
        ({"openid_issuer": ""}, "FAROL_OPENID_ISSUER"),
        ({"openid_client_id": ""}, "FAROL_OPENID_CLIENT_ID"),
        ({"openid_roles": {}}, "FAROL_OPENID_ROLES"),
        ({"openid_roles": {"x": "owner"}}, "openid_roles"),
        ({"openid_scopes": "profile"}, "FAROL_OPENID_SCOPES"),
        ({"openid_client_secret_file": Path("/run/secrets/farol")}, "not both"),
    ],
)
def test_what_is_not_is_told(changed: dict[str, Any], named: str) -> None:
    with pytest.raises(ValidationError, match=named) as refused:
        Settings(**GIVEN | changed)
    assert "hush" not in str(refused.value)


def test_the_environment_has_the_roles_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GIVEN.items():
        text = '{"farol-admins": "administrator"}' if name == "openid_roles" else value
        monkeypatch.setenv(f"FAROL_{name.upper()}", text)
    assert Settings().openid_roles == {"farol-admins": "administrator"}


def test_the_guide_names_every_setting_and_its_example_is_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guide = (Path(__file__).parents[4] / "docs" / "guides" / "access.md").read_text()
    for name in OpenIdSettings.model_fields:
        assert f"`FAROL_{name.upper()}`" in guide
    example = dict(re.findall(r"^export (FAROL_\w+)=(.+)$", guide, re.MULTILINE))
    for name, value in example.items():
        monkeypatch.setenv(name, value.strip("'\""))
    settings = Settings()
    assert settings.openid_role_claim == "realm_access.roles"
    assert settings.openid_roles["farol-engineers"] == "engineer"
