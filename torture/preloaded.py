"""What a command imports that runs no notebook: loaded once by the parent of forked commands."""

from importlib import import_module

for _name in (
    "great_expectations",
    "analysis.checks.validation",
    "analysis.cli",
    "analysis.pipeline",
    "analysis.reports.running.run",
    "analysis.runs",
    "torture.driver",
):
    import_module(_name)
