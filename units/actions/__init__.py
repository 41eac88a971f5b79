"""The only doors through which units, organisations, people and households change."""
