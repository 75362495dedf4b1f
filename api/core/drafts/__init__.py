"""Models that a person brings as an ONNX file, from the upload until they are registered."""
