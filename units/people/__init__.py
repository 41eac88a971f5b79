"""Accounts, roles, absences."""
