from fastapi import APIRouter

from api.http.deps import Engineer, ServicesHere
from api.http.examples import answer
from api.http.routes.declared import problems
from api.http.schemas.tools import Tools

router = APIRouter(prefix="/v1/tools", tags=["models"])


@router.get(
    "",
    operation_id="get_tools",
    summary="Where MLflow and Grafana are",
    responses=problems(401, 403, 429)
    | answer({"mlflow": "https://mlflow.example.org", "grafana": None}),
)
def get_tools(_actor: Engineer, here: ServicesHere) -> Tools:
    """As `FAROL_MLFLOW_PUBLIC_URL` and `FAROL_GRAFANA_PUBLIC_URL` say; null where they do not."""
    settings = here.settings
    return Tools(
        mlflow=settings.mlflow_public_url or None, grafana=settings.grafana_public_url or None
    )
