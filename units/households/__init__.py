"""Households of villages, year by year."""
