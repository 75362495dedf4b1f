from pathlib import Path

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from api.adapters.settings import Settings
from api.http.app import compose
from api.http.tests.conftest import ADMINISTRATOR


def test_nothing_is_said_of_what_is_not_configured(client: TestClient, seeded) -> None:
    seeded.administrator()
    answer = client.get("/v1/tools", auth=ADMINISTRATOR)
    assert answer.json() == {"mlflow": None, "grafana": None}


def test_it_says_where_the_settings_say(settings: Settings, frontend: Path, seeded) -> None:
    seeded.administrator()
    named = {
        "mlflow_public_url": "https://mlflow.example.org/",
        "grafana_public_url": "http://grafana:3000/d/farol?orgId=1",
    }
    configured = Settings(**(settings.model_dump() | named))
    with TestClient(compose(configured, frontend=frontend).asgi) as client:
        answer = client.get("/v1/tools", auth=ADMINISTRATOR)
    assert answer.json() == {
        "mlflow": "https://mlflow.example.org",
        "grafana": "http://grafana:3000/d/farol?orgId=1",
    }


@pytest.mark.parametrize("name", ["mlflow_public_url", "grafana_public_url"])
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "mlflow.example.org",
        "//mlflow.example.org",
        "https://",
        "ftp://mlflow.example.org",
        "https://admin:secret@mlflow.example.org",
    ],
)
def test_what_is_no_web_address_is_refused(tmp_path: Path, name: str, address: str) -> None:
    with pytest.raises(ValidationError, match="https:// or http://") as refused:
        Settings(data_dir=tmp_path, **{name: address})
    assert "secret" not in str(refused.value)
