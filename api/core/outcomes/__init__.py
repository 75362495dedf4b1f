"""The truth about predictions, when it comes, and what visitors thought of them."""
