"""Workbooks and lists read in a child process: which sheets, heads and rows, and a note of all that is not taken."""
