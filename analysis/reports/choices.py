"""Choices: the programmes and partners that reports are made for, by what they are called."""

from __future__ import annotations

from analysis.reports.parameters import Value

PROGRAMMES: dict[Value, str] = {
    "afd-social-reforms": "Social welfare reforms financed by the AFD loan",
    "antimicrobial-resistance": "Antimicrobial resistance and infection control",
    "blood-safety": "Blood safety",
    "child-deinstitutionalisation": "Child deinstitutionalisation and alternative care",
    "child-hotline": "Child helpline",
    "circular-migration": "Circular migration and labour migration agreements",
    "employment-policy": "Labour and employment policy",
    "employment-services": "Employment services",
    "hepatitis-c": "Hepatitis C screening and confirmation",
    "hiv-tuberculosis": "National HIV and tuberculosis strategies",
    "idp-housing": "Housing of internally displaced families",
    "idp-livelihoods": "Livelihoods of internally displaced persons",
    "integration-centre": "Integration centre for persons under international protection",
    "job-seeker-training": "Training and internship of job seekers",
    "labour-inspection": "Labour conditions inspection",
    "labour-legislation": "Labour legislation and ILO conventions",
    "labour-mediation": "Mediation of collective labour disputes",
    "organ-transplantation": "Organ transplantation legislation",
    "reintegration": "State reintegration assistance to returned migrants",
    "social-partnership": "Tripartite social partnership",
    "street-children": "Services for children living or working in the street",
    "tobacco-control": "Tobacco control",
    "trafficking-victims": "Services for victims of trafficking",
    "tuberculosis": "New treatment of resistant tuberculosis",
    "violence-services": "Shelters, crisis centres and hotline for victims of violence",
}
"""The programmes with a figure; a test holds them to the clean tables."""

_ORGANISATIONS: dict[str, tuple[str, str]] = {
    "afd": ("AFD", "French Development Agency"),
    "bmz": ("BMZ", "Federal Ministry for Economic Cooperation and Development of Germany"),
    "coe": ("CoE", "Council of Europe"),
    "dea": ("DEA", "Data Exchange Agency"),
    "doj": ("DOJ", "United States Department of Justice"),
    "dtra": ("DTRA", "Defense Threat Reduction Agency of the United States Department of Defense"),
    "eqe": ("NCEQE", "National Center for Educational Quality Enhancement"),
    "eu": ("EU", "European Union"),
    "eurostat": ("Eurostat", "Statistical office of the European Union"),
    "exbs": (
        "US EXBS",
        "Export Control and Related Border Security programme of the United States",
    ),
    "france": ("France", "France"),
    "frontex": (
        "FRONTEX",
        "European Agency for the Management of Operational Cooperation at the External "
        "Borders of the Member States of the European Union",
    ),
    "geostat": ("GEOSTAT", "National Statistics Office of Georgia"),
    "giz": (
        "GIZ",
        "Deutsche Gesellschaft für Internationale Zusammenarbeit, German Agency for "
        "International Cooperation",
    ),
    "higher-education-institutions": ("HEIs", "Higher education institutions"),
    "icmpd": ("ICMPD", "International Centre for Migration Policy Development"),
    "idf": ("IDF", "IDF (not spelled out in the plan; probably the IOM Development Fund)"),
    "iec": ("IEC", "International Education Center"),
    "inl": (
        "INL",
        "Bureau of International Narcotics and Law Enforcement Affairs of the United States",
    ),
    "iom": ("IOM", "International Organization for Migration"),
    "mescs": ("MESCS", "Ministry of Education, Science, Culture and Sport of Georgia"),
    "mfa": ("MFA", "Ministry of Foreign Affairs of Georgia"),
    "mia": ("MIA", "Ministry of Internal Affairs of Georgia"),
    "mod": ("MoD", "Ministry of Defence of Georgia"),
    "mof-academy": ("MoF Academy", "Academy of the Ministry of Finance of Georgia"),
    "moidplhsa": (
        "MoIDPLHSA",
        "Ministry of Internally Displaced Persons from the Occupied Territories, Labour, "
        "Health and Social Affairs of Georgia",
    ),
    "moj": ("MoJ", "Ministry of Justice of Georgia"),
    "msf-france": ("MSF France", "Doctors Without Borders France"),
    "napr": ("NAPR", "National Agency of Public Registry"),
    "nbg": ("NBG", "National Bank of Georgia"),
    "norway-mfa": ("Norway MFA", "Ministry of Foreign Affairs of Norway"),
    "pog": ("CPO", "Chief Prosecutor's Office of Georgia"),
    "psda": ("PSDA", "Public Service Development Agency"),
    "reintegration-ngos": (
        "NGOs",
        "Non-governmental organisations implementing the reintegration programme",
    ),
    "research-institutions": ("Research", "Research centres and universities"),
    "risk-analysis-working-group": (
        "Risk WG",
        "Member agencies of the Commission's risk analysis working group",
    ),
    "scmi-members": ("SCMI members", "Member agencies of the State Commission on Migration Issues"),
    "smr": ("SMR", "Office of the State Minister of Georgia for Reconciliation and Civic Equality"),
    "social-partners": ("Social partners", "Social partners"),
    "strategy-working-group": (
        "Strategy WG",
        "Member agencies of the migration strategy working group",
    ),
    "trafficking-fund": (
        "State Fund",
        "State Fund for Protection and Assistance of Victims of Human Trafficking",
    ),
    "tsu": ("TSU", "Tbilisi State University"),
    "unhcr": ("UNHCR", "Office of the United Nations High Commissioner for Refugees"),
}
"""The donors and partners of the plan, and those with commitments; a test holds them to the
clean tables. Each with its acronym, which may be typed, and its name."""

PARTNERS: dict[Value, str] = {
    partner_id: name for partner_id, (_acronym, name) in _ORGANISATIONS.items()
}

ACRONYMS: dict[str, Value] = {
    acronym.casefold(): partner_id for partner_id, (acronym, _name) in _ORGANISATIONS.items()
}
"""The ids of partners by their acronym, in small letters."""
