"""Poverty standards as data, and which one counts in a year."""
