"""The road of a dossier: its table of steps, whose turn it is, who stands in, what waits too long."""
