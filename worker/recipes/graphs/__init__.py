"""The larger graphs, a file a recipe: the native arithmetic and the same in ONNX, side by side."""
