"""The data plane over HTTP: answered before the web framework sees the request."""
