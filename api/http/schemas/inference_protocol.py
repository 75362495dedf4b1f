"""The Open Inference Protocol V2 over REST, as that protocol names things."""

from typing import Any, Literal

from pydantic import Field

from api.http.schemas.base import Answer

Datatype = Literal["BOOL", "UINT8", "INT32", "INT64", "FP32", "FP64", "BYTES"]
Parameters = dict[str, Any]


class ServerMetadata(Answer):
    name: str
    version: str
    extensions: list[str]


class TensorMetadata(Answer):
    name: str
    datatype: Datatype
    shape: list[int] = Field(description="-1 stands for any number of rows.")


class ModelMetadata(Answer):
    name: str
    versions: list[str]
    platform: str
    inputs: list[TensorMetadata]
    outputs: list[TensorMetadata]


class RequestTensor(Answer):
    name: str
    shape: list[int]
    datatype: Datatype
    parameters: Parameters | None = None
    data: list[Any] | None = Field(
        default=None, description="Flat or nested; absent with the binary tensor extension."
    )


class RequestedOutput(Answer):
    name: str
    parameters: Parameters | None = None


class InferenceRequest(Answer):
    id: str | None = None
    parameters: Parameters | None = None
    inputs: list[RequestTensor]
    outputs: list[RequestedOutput] | None = None


class ResponseTensor(Answer):
    name: str
    shape: list[int]
    datatype: Datatype
    parameters: Parameters | None = None
    data: list[Any] | None = None


class InferenceResponse(Answer):
    model_name: str
    model_version: str
    id: str | None = None
    parameters: Parameters | None = None
    outputs: list[ResponseTensor]


class InferenceError(Answer):
    error: str
