"""``python -m api.http``: serve the planes that the settings say, until told to stop."""

from api.adapters.settings import Settings
from api.http.app import compose
from api.http.logs import configure_logs
from api.http.server import make_server


def main() -> None:
    settings = Settings()
    configure_logs()
    application = compose(settings)
    make_server(application.asgi, settings, application.drain).run()


if __name__ == "__main__":
    main()
