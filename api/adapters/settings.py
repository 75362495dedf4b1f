"""All settings, read once from ``FAROL_*`` environment variables at the edge of each process."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from api.adapters.notifiers.settings import AlertSettings, is_web_address
from api.adapters.openid.settings import OpenIdSettings

ORIGIN = r"^(\*|https?://[A-Za-z0-9.*-]+(:\d+)?)$"
"""What a Content-Security-Policy takes as a source of frames: ``*``, or a scheme and a host."""


class Settings(AlertSettings, OpenIdSettings):
    """Every default is right for the embedded installation: one machine, one data directory."""

    # What was refused may hold a secret: an error says where and why, not what.
    model_config = SettingsConfigDict(env_prefix="FAROL_", frozen=True, hide_input_in_errors=True)

    data_dir: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = 8000
    planes: Literal["both", "data", "control"] = "both"
    """Which routes this process serves."""
    process_slot: str = "api-0"
    """Stable name of this process among those sharing the data directory; names its spool."""

    database_url: str = ""
    """SQLAlchemy URL; empty means SQLite in the data directory."""
    broker_url: str = Field(default="", pattern="^$|^rediss?://")
    """Celery broker, Redis; empty means a broker of files in the data directory."""
    mlflow_tracking_uri: str = ""
    """Empty means MLflow's own SQLite file in the data directory."""

    mlflow_public_url: str = ""
    """Where people open MLflow; empty means that it is linked nowhere. So the next."""
    grafana_public_url: str = ""
    """Or the address of the dashboard there that is about Farol."""

    first_models: tuple[str, ...] | None = None
    """Which of the models that Farol ships the first start makes; JSON list, all when not set."""

    cors_origins: tuple[str, ...] = ()
    """Origins that may call the API from a browser; JSON list."""
    embed_origins: tuple[Annotated[str, Field(pattern=ORIGIN)], ...] = ("*",)
    """Whose pages may show a demo (``/embed/<model>``) in a frame; JSON list, [] for nobody's."""
    max_body_bytes: int = Field(default=8_000_000, gt=0)
    """Of an online request; larger is 413 before it is read whole."""
    max_upload_bytes: int = Field(default=2_000_000_000, gt=0)
    """Of a batch file or an ONNX file."""
    model_memory_bytes: int = Field(default=2_000_000_000, gt=0)
    """Budget of the model cache, by memory really used."""
    visitors_may_predict: bool = True
    """Whether models answer to who brings no API key."""
    visitor_requests_per_minute: int = Field(default=120, ge=0, le=100_000)
    """Predictions of one address without a key, larger bodies counted more; 0 is no limit."""
    visitor_file_rows: int = Field(default=1_000, ge=1)
    """Of a file that is scored for somebody without a key or an account."""
    visitor_file_bytes: int = Field(default=1_000_000, ge=1)
    visitor_file_minutes: int = Field(default=60, ge=1)
    """How long such a file and its result are kept."""
    address_requests_per_minute: int = Field(default=1_200, ge=0, le=100_000)
    """Other requests of one address without a key; 0 is no limit."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks whose ``X-Forwarded-For`` says where a request came from; JSON list."""

    response_cache_bytes: int = Field(default=64_000_000, gt=0)
    graph_threads: int = Field(default=1, ge=1)
    """Threads inside one graph run."""
    spool_max_bytes: int = Field(default=4_000_000_000, gt=0)
    """A spool larger than this answers 503 rather than filling the disk."""
    spool_fsync: bool = False
    """Flush each group commit to the disk: survives power loss, costs latency."""
    request_log: bool = True
    shutdown_grace_seconds: float = 20.0

    availability_objective: float = Field(default=0.999, gt=0, lt=1)
    """Share of valid online requests that are to be answered."""
    latency_objective_seconds: float = Field(default=0.1, gt=0)
    """That 95 % of the answered online requests are to stay within."""
    satisfaction_objective: float = Field(default=0.8, gt=0, le=1)
    """Share of thumbs that are to be up."""
    currency: str = Field(default="USD", pattern="^[A-Z]{3}$")
    """ISO 4217; what rates and values are in."""
    cpu_hour_price: float = Field(default=0.04, ge=0)
    """Of one processor core for an hour; about what public clouds ask for one."""
    gpu_hour_price: float = Field(default=0.8, ge=0)
    memory_gib_hour_price: float = Field(default=0.005, ge=0)
    """Of a gibibyte of memory for an hour."""

    job_lease_seconds: float = 30.0
    snapshot_poll_seconds: float = 1.0

    @model_validator(mode="after")
    def _check_return_address(self) -> Self:
        if self.openid_issuer and not self.public_url:
            raise ValueError("FAROL_OPENID_ISSUER needs FAROL_PUBLIC_URL, to come back to")
        return self

    @field_validator("mlflow_public_url", "grafana_public_url")
    @classmethod
    def _is_linked_to(cls, address: str) -> str:
        if address and (not is_web_address(address) or "@" in address):
            raise ValueError(
                "must begin with https:// or http://, name a host and hold no password"
            )
        return address.rstrip("/")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.data_dir / 'farol.db').absolute()}"

    @property
    def mlflow(self) -> str:
        return self.mlflow_tracking_uri or f"sqlite:///{(self.data_dir / 'mlflow.db').absolute()}"

    @property
    def artifacts_dir(self) -> Path:
        """Sealed artifacts, one directory a digest."""
        return self.data_dir / "artifacts"

    @property
    def serving_dir(self) -> Path:
        """The data plane's own copy: ``snapshot.json`` and ``models/<digest>/``."""
        return self.data_dir / "serving"

    @property
    def spool_dir(self) -> Path:
        return self.data_dir / "spool"

    @property
    def packages_dir(self) -> Path:
        """Archives with data and pre-trained models, fetched by ``make`` from the package index."""
        return self.data_dir / "packages"

    @property
    def batches_dir(self) -> Path:
        return self.data_dir / "batches"

    @property
    def broker_dir(self) -> Path:
        return self.data_dir / "broker"
