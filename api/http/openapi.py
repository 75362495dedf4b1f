"""OpenAPI as it is published: FastAPI's own, with problem documents and event payloads in it."""

from typing import Any

from fastapi import FastAPI
from fastapi.encoders import jsonable_encoder
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel

from api.http.problems import MEDIA_TYPE
from api.http.schemas.jobs import JobEvent
from api.http.schemas.problems import Problem

ADDITIONAL = (Problem, JobEvent)
"""Sent in ways that FastAPI doesn't see: by error handlers, and inside an event stream."""
PROBLEM = {"$ref": "#/components/schemas/Problem"}
UNUSED = ("HTTPValidationError", "ValidationError")


def install_openapi(app: FastAPI) -> None:
    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = published(app)
        return app.openapi_schema

    # This is how FastAPI is told of another document.
    app.openapi = openapi  # type: ignore[method-assign]


def published(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
    )
    schemas = document["components"]["schemas"]
    for name in UNUSED:
        schemas.pop(name, None)
    for model in ADDITIONAL:
        _add_component(schemas, model)
    for path, operations in document["paths"].items():
        for operation in operations.values():
            if path.startswith("/v2"):
                # That protocol's errors have a shape of their own.
                _drop_validation_error(operation["responses"])
            _publish_problems(operation["responses"])
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute):
            path = document["paths"].get(route.path_format, {})
            _restore_nulls(
                [path[method.lower()] for method in route.methods or () if path],
                route.original_route,
            )
    return document


def _restore_nulls(operations: list[dict[str, Any]], route: APIRoute) -> None:
    """FastAPI takes nulls out of examples, too, though a body may have to have them."""
    body = route.body_field
    examples = getattr(body.field_info, "openapi_examples", None) if body else None
    for operation in operations if examples else ():
        for content in operation["requestBody"]["content"].values():
            content["examples"] = jsonable_encoder(examples)


def _add_component(schemas: dict[str, Any], model: type[BaseModel]) -> None:
    schema = model.model_json_schema(
        mode="serialization", ref_template="#/components/schemas/{model}"
    )
    schemas.update(schema.pop("$defs", {}))
    schemas[model.__name__] = schema


def _drop_validation_error(responses: dict[str, Any]) -> None:
    schema = responses.get("422", {}).get("content", {}).get("application/json", {}).get("schema")
    if schema == {"$ref": "#/components/schemas/HTTPValidationError"}:
        del responses["422"]


def _publish_problems(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        for kind, content in list(response.get("content", {}).items()):
            name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
            if status >= "400" and name in ("Problem", "HTTPValidationError"):
                del response["content"][kind]
                response["content"][MEDIA_TYPE] = content | {"schema": PROBLEM}
