"""Checks: what does not hold, found and said; a check changes nothing."""
