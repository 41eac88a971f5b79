"""Forms of units."""
