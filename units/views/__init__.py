"""Pages of units, organisations, people and households."""
