"""The only doors through which the campaign's records change."""
