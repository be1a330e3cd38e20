"""Measures: estimates, bounds and counts, as frozen records."""
