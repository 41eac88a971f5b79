"""The officers' guides as pages, and the pages of docs/ that are written from tables."""
