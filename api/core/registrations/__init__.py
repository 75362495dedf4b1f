"""Models that a person brings as an ONNX file: they wait on disk until a job has checked them."""
