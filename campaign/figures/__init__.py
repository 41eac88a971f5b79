"""Figures of units by year: entered, checked, approved, corrected, added up."""
