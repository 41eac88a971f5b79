"""Judges and reads nothing by itself: no Django (pyproject.toml holds it)."""
