"""Workbooks of a reporting round: for agencies, the coordinator and the assessor, and returns."""
