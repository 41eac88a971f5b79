"""Rounds with their ceilings and the plan version that each is bound to."""
