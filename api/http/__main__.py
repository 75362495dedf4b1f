"""``python -m api.http``: serve the planes that the settings say, until told to stop."""

# ruff: noqa: E402 - the collector is off while the modules load: what they make stays anyway
import gc

gc.disable()

from api.adapters.settings import Settings
from api.http.app import compose
from api.http.logs import configure_logs
from api.http.server import make_server


def main() -> None:
    settings = Settings()
    configure_logs()
    application = compose(settings)
    gc.freeze()
    gc.enable()
    make_server(application.asgi, settings, application.drain).run()


if __name__ == "__main__":
    main()
