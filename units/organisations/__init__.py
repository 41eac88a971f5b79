"""Bodies, the duties that they hold, clusters and blocs."""
