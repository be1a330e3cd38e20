"""What a good source and good work would satisfy; failures are findings about them."""

from __future__ import annotations

from analysis.checks.rules import Expectation

SOURCE_FAULTS: dict[str, tuple[Expectation, ...]] = {
    "activities": (
        Expectation(
            "deadline_stated",
            "expect_column_values_to_be_in_set",
            {"column": "deadline_status", "value_set": ["stated"]},
            "Every activity has a deadline; where the plan's row lacks the cell it has none.",
            "warning",
        ),
        Expectation(
            "verification_stated",
            "expect_column_values_to_be_in_set",
            {"column": "verification_stated", "value_set": [True]},
            "Every indicator names its source of verification.",
            "warning",
        ),
        Expectation(
            "risk_stated",
            "expect_column_values_to_be_in_set",
            {"column": "risk_stated", "value_set": [True]},
            "Every activity names a risk.",
            "info",
        ),
    ),
    "indicators": (
        Expectation(
            "target_numeric",
            "expect_column_values_to_be_in_set",
            {"column": "operator", "value_set": [">=", "=", "<=", "range"]},
            "Every indicator has a numeric target.",
            "info",
        ),
    ),
    "identities": (
        Expectation(
            "holds",
            "expect_column_values_to_be_in_set",
            {"column": "holds", "value_set": [True]},
            "Every identity holds; those that do not are registered as discrepancies.",
            "warning",
        ),
    ),
    "reviews": (
        Expectation(
            "reviewed",
            "expect_column_values_to_be_in_set",
            {"column": "unreviewed_rows", "value_set": [0]},
            "Every raw row was reviewed beside its document as it is.",
            "warning",
        ),
        Expectation(
            "kept",
            "expect_column_values_to_be_in_set",
            {"column": "missing_rows", "value_set": [0]},
            "No raw row was changed or taken out since it was reviewed.",
            "warning",
        ),
    ),
}
