"""The start page and the movement at a glance."""
