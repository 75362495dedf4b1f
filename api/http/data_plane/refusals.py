"""Refusals that belong to HTTP and not to any model."""

from api.serving.errors import ServingError


class BodyTooLarge(ServingError):
    status = 413
    title = "The body is too large"

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(
            f"A request may hold {limit_bytes} bytes, unpacked; more goes to a batch prediction."
        )


class WrongContentType(ServingError):
    status = 415
    title = "The content type is not supported"


class MethodNotAllowed(ServingError):
    status = 405
    title = "The method is not allowed here"

    def __init__(self, method: str, allowed: str) -> None:
        super().__init__(f"{method[:20]} is not allowed here. Allowed: {allowed}.")
        self.allowed = allowed


class TooManyHeaders(ServingError):
    status = 431
    title = "The request has too many headers"


class BadRequest(ServingError):
    status = 400
    title = "The request cannot be read"


class Unprocessable(ServingError):
    """JSON that is not what this route takes, outside of any model's schema."""

    status = 422
    title = "The request does not fit this route"


class ClientGone(Exception):
    """The client closed the connection before its request was complete."""
