"""Write the Postman collection from api/openapi.json, or with --check fail when it is stale."""

import json
import sys
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from journey import JOURNEY, Step

ROOT = Path(__file__).parents[2]
OPENAPI = ROOT / "api" / "openapi.json"
TARGET = ROOT / "docs" / "postman" / "farol.postman_collection.json"
SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
VARIABLES = {
    "base_url": "http://127.0.0.1:8000",
    "admin_name": "admin",
    "admin_password": "",
    "model": "flight-delay",
    "version": "1",
    "file": "manifest.json",
    "prediction_id": "",
    "job_id": "",
    "batch_id": "",
    "training_run_id": "",
    "rollout_id": "",
    "experiment_id": "",
    "alert_id": "1",
    "check_id": "1",
    "report_id": "",
    "person": "ana",
    "slug": "availability",
    "api_key": "",
    "key_id": "",
}
POLLS = 120
POLL_MILLISECONDS = 500
Json = dict[str, Any]


def collection(openapi: Json) -> Json:
    operations = {
        operation["operationId"]: (path, method, operation)
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
    }
    missing = set(operations) ^ {step.operation_id for step in JOURNEY}
    if missing:
        raise SystemExit(f"journey.py and OpenAPI differ in: {', '.join(sorted(missing))}")
    requests = [
        (operations[step.operation_id][2]["tags"][0], item)
        for step in JOURNEY
        for item in _items(step, *operations[step.operation_id])
    ]
    return {
        "info": {
            "name": "Farol",
            "description": openapi["info"]["description"],
            "schema": SCHEMA,
        },
        "variable": [{"key": key, "value": value} for key, value in VARIABLES.items()],
        "item": [
            {"name": tag.capitalize(), "item": [item for _, item in group]}
            for tag, group in groupby(requests, key=lambda request: request[0])
        ],
    }


def _items(step: Step, path: str, method: str, operation: Json) -> Iterator[Json]:
    bodies = list(_bodies(operation)) or [("", None)]
    for example, body in bodies:
        request: Json = {
            "method": method.upper(),
            "description": operation.get("description", operation["summary"]),
            "header": [],
            "url": _url(path, operation),
        }
        if body is not None:
            request["body"] = body
            if body["mode"] == "raw":
                request["header"] = [{"key": "Content-Type", "value": "application/json"}]
        if step.until_let_in:
            request["auth"] = _key_auth()
        elif any("HTTPBasic" in way for way in operation.get("security", [])):
            request["auth"] = _basic_auth()
        name = f"{operation['summary']}: {example}" if len(bodies) > 1 else operation["summary"]
        script = list(_script(step, operation))
        yield {
            "name": name,
            "request": request,
            "response": list(_responses(operation)),
            "event": [_test(script)],
        }


def _bodies(operation: Json) -> Iterator[tuple[str, Json]]:
    content = operation.get("requestBody", {}).get("content", {})
    for example in content.get("application/json", {}).get("examples", {}).values():
        text = json.dumps(example["value"], indent=2, ensure_ascii=False)
        options = {"raw": {"language": "json"}}
        yield example["summary"], {"mode": "raw", "raw": text, "options": options}
    if form := content.get("multipart/form-data"):
        yield "", {"mode": "formdata", "formdata": list(_parts(form))}


def _responses(operation: Json) -> Iterator[Json]:
    """The answers that OpenAPI has examples of, as Postman shows them beside a request."""
    for status, response in operation["responses"].items():
        for media_type, content in response.get("content", {}).items():
            if "example" in content:
                yield {
                    "name": f"{status} {response['description']}",
                    "code": int(status),
                    "header": [{"key": "Content-Type", "value": media_type}],
                    "body": json.dumps(content["example"], indent=2, ensure_ascii=False),
                }


def _parts(form: Json) -> Iterator[Json]:
    for name, value in form["example"].items():
        is_file = form["schema"]["properties"][name].get("format") == "binary"
        part = {"type": "file", "src": value} if is_file else {"type": "text", "value": value}
        yield {"key": name} | part


def _url(path: str, operation: Json) -> Json:
    parts = [
        "{{" + part.strip("{}") + "}}" if part.startswith("{") else part
        for part in path.strip("/").split("/")
    ]
    query = [
        {"key": parameter["name"], "value": "{{" + parameter["name"] + "}}"}
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query" and parameter["required"]
    ]
    raw = "{{base_url}}/" + "/".join(parts)
    if query:
        raw += "?" + "&".join(f"{entry['key']}={entry['value']}" for entry in query)
        return {"raw": raw, "host": ["{{base_url}}"], "path": parts, "query": query}
    return {"raw": raw, "host": ["{{base_url}}"], "path": parts}


def _basic_auth() -> Json:
    values = {"username": "{{admin_name}}", "password": "{{admin_password}}"}
    pairs = [{"key": key, "value": value, "type": "string"} for key, value in values.items()]
    return {"type": "basic", "basic": pairs}


def _key_auth() -> Json:
    pairs = [{"key": "token", "value": "{{api_key}}", "type": "string"}]
    return {"type": "bearer", "bearer": pairs}


def _script(step: Step, operation: Json) -> Iterator[str]:
    if step.until_let_in:
        yield from _ask_again()
    expected = list(step.expected) or [_success(operation)]
    yield f"const expected = {json.dumps(expected)};"
    yield "pm.test(`answers ${expected.join(' or ')}`, () => {"
    yield "  pm.expect(pm.response.code, pm.response.text()).to.be.oneOf(expected);"
    yield "});"
    yield "pm.test('names the request', () => pm.response.to.have.header('X-Request-Id'));"
    for variable, path in step.keeps.items():
        yield f"pm.collectionVariables.set('{variable}', pm.response.json().{path});"
    if step.until_finished:
        yield from _poll()


def _ask_again() -> Iterator[str]:
    yield "const tried = Number(pm.variables.get('tried') || 0) + 1;"
    yield f"if (pm.response.code === 401 && tried < {POLLS}) {{"
    yield "  pm.variables.set('tried', tried);"
    yield "  pm.execution.setNextRequest(pm.info.requestId);"
    yield f"  setTimeout(() => {{}}, {POLL_MILLISECONDS});"
    yield "  return;"
    yield "}"
    yield "pm.variables.unset('tried');"


def _poll() -> Iterator[str]:
    yield "const asked = Number(pm.variables.get('asked') || 0) + 1;"
    yield "const going = ['queued', 'running'].includes(pm.response.json().job.state);"
    yield f"if (going && asked < {POLLS}) {{"
    yield "  pm.variables.set('asked', asked);"
    yield "  pm.execution.setNextRequest(pm.info.requestId);"
    yield f"  setTimeout(() => {{}}, {POLL_MILLISECONDS});"
    yield "} else {"
    yield "  pm.variables.unset('asked');"
    yield "  const state = pm.response.json().job.state;"
    yield "  pm.test('succeeds', () => pm.expect(state).to.eql('succeeded'));"
    yield "}"


def _test(script: list[str]) -> Json:
    return {"listen": "test", "script": {"type": "text/javascript", "exec": script}}


def _success(operation: Json) -> int:
    return min(int(status) for status in operation["responses"] if status.startswith("2"))


def _filled(text: str, openapi: Mapping[str, Any]) -> str:
    """With variables where the examples have ids that only they have."""
    example = openapi["components"]["schemas"]["PredictAnswer"]["properties"]["prediction_id"]
    text = text.replace(example["examples"][0], "{{prediction_id}}")
    bodies = openapi["paths"]["/v1/session"]["post"]["requestBody"]["content"]
    sign_in = bodies["application/json"]["examples"]["sign in"]["value"]
    return text.replace(sign_in["password"], "{{admin_password}}")


def main() -> int:
    openapi = json.loads(OPENAPI.read_text(encoding="utf-8"))
    text = json.dumps(collection(openapi), indent=2, ensure_ascii=False) + "\n"
    text = _filled(text, openapi)
    if sys.argv[1:] == ["--check"]:
        if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text:
            return 0
        print("the Postman collection is stale: python ci-cd/postman/generate.py", file=sys.stderr)
        return 1
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {TARGET.relative_to(ROOT)}: {len(JOURNEY)} operations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
