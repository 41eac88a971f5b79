"""Judging units by the plan from approved figures, and what a correction turns over."""
