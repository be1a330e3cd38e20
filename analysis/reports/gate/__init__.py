"""The gate before a bundle: what is staged is read back and refused if it is unfit."""

from analysis.reports.gate.examination import examine, refuse_unfit

__all__ = ["examine", "refuse_unfit"]
