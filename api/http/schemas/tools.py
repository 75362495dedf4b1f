from pydantic import Field

from api.http.schemas.base import Answer


class Tools(Answer):
    """Programs beside this one, as the settings say where people open them."""

    mlflow: str | None = Field(examples=["https://mlflow.example.org"])
    grafana: str | None = Field(examples=["https://grafana.example.org/d/farol"])
