"""A plan written in the browser: every key of its schema as a field of a form, its tree as it is typed, what differs. Pure."""
