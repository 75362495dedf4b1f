"""What programs send and get, one noun a file. Output fields have no silent defaults."""
