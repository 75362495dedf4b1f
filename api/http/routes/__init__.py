"""The routes, one noun a file: request in, one core operation or query, answer out."""
