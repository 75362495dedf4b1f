"""What OpenAPI shows of drafts: the small regression that the collection brings."""

from typing import Any

SMALL_REGRESSION: dict[str, Any] = {
    "title": {"en": "Small regression", "pt-BR": "Regressão pequena"},
    "summary": {"en": "A line through the origin.", "pt-BR": "Uma reta pela origem."},
    "schema": {
        "task": "regression",
        "fields": [
            {
                "name": "x",
                "kind": "number",
                "datatype": "FP32",
                "title": {"en": "x", "pt-BR": "x"},
                "description": {},
                "unit": "",
                "nullable": False,
                "default": None,
                "minimum": -100.0,
                "maximum": 100.0,
                "choices": [],
                "unknown": "refuse",
                "max_length": 10_000,
                "shape": [],
            }
        ],
        "graph_inputs": [{"name": "x", "datatype": "FP32", "fields": ["x"]}],
        "outputs": [{"name": "value", "datatype": "FP32", "role": "value", "shape": []}],
        "labels": [],
        "threshold": 0.5,
        "top_k": 10,
        "coverage": None,
        "unit": "",
        "max_rows": 1_000,
    },
    "presentation": {
        "icon": "box",
        "answer": "interval",
        "sentence": {"en": "About {value}.", "pt-BR": "Cerca de {value}."},
        "groups": [{"title": {"en": "Inputs", "pt-BR": "Entradas"}, "fields": ["x"]}],
        "widgets": {},
        "label_titles": {},
        "slices": {},
    },
    "examples": [{"title": {"en": "Two"}, "row": {"x": 2.0}, "truth": None}],
}
CHANGE: dict[str, Any] = {
    "describe": {
        "summary": "Names, limits and words",
        "value": {
            "name": "small-regression",
            "document": SMALL_REGRESSION,
            "seen_revision": 0,
        },
    }
}
TRIAL: dict[str, Any] = {"one": {"summary": "One row", "value": {"rows": [{"x": 2.0}]}}}
REGISTRATION: dict[str, Any] = {
    "register": {
        "summary": "As the model's next version",
        "value": {"reason": "It answered the rows that we know.", "as_new_version": True},
    }
}
