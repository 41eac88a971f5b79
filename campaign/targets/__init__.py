"""Yearly targets: assigned on a page or from a file."""
