"""Themes: under which heading the site lists a report, by what a visitor looks for."""

from __future__ import annotations

from analysis.display.language import mark
from analysis.reports.parameters import Value

THEMES: dict[str, str] = {
    "evaluation": mark("Evaluation of the plan"),
    "comparison": mark("Comparison of programmes"),
    "health": mark("Health"),
    "labour": mark("Labour and employment"),
    "social": mark("Social protection and children"),
    "displaced": mark("Displaced families"),
    "migration": mark("Migration, return and integration"),
    "partners": mark("Briefs for partners"),
    "quality": mark("Quality of the data"),
    "other": mark("Other reports"),
}
"""The themes in the order of the site; one without a report is left out."""

OTHER = "other"

FIELDS: dict[Value, str] = {
    "afd-social-reforms": "social",
    "antimicrobial-resistance": "health",
    "blood-safety": "health",
    "child-deinstitutionalisation": "social",
    "child-hotline": "social",
    "circular-migration": "migration",
    "employment-policy": "labour",
    "employment-services": "labour",
    "hepatitis-c": "health",
    "hiv-tuberculosis": "health",
    "idp-housing": "displaced",
    "idp-livelihoods": "displaced",
    "integration-centre": "migration",
    "job-seeker-training": "labour",
    "labour-inspection": "labour",
    "labour-legislation": "labour",
    "labour-mediation": "labour",
    "organ-transplantation": "health",
    "reintegration": "migration",
    "social-partnership": "labour",
    "street-children": "social",
    "tobacco-control": "health",
    "trafficking-victims": "social",
    "tuberculosis": "health",
    "violence-services": "social",
}
"""The field of each programme; a test holds it to the programmes of the catalogue.

Four fields are those that the ministry responsible for most programmes carries in its name:
internally displaced persons, labour, health and social affairs. The fifth takes out of them
the programmes for people who leave, return or are given protection, because the strategy is
about them. A programme that fits two stands with the people whom it serves.
"""
