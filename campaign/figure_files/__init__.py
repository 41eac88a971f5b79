"""Figures handed in as files: official forms, entry workbooks, results, with everything taken or named."""
