"""The official list of units and the table of successions, as files."""
