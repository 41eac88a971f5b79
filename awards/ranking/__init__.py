"""Candidates by how far they went beyond what was asked, and the balance of a list."""
