"""Benchmarks: what the package promises of speed, measured beside what others take."""
