"""The official layouts."""
