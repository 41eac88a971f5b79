"""Decisions and what comes of them: released, corrected, revoked, restored; state awards, recognitions, the golden book."""
