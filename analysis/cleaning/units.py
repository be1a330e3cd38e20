"""Units: what figures, targets and amounts may be counted in, by code.

The words for them, in every language, are the display's; a test holds the two together.
"""

PRINTED = ("EUR", "GEL", "percent", "times")
"""Those that documents print beside the number; the others are the noun of what is counted."""

UNITS = frozenset(
    (
        *PRINTED,
        "agreement", "amendment", "application", "border_sector", "brochure", "building", "call",
        "call_per_month", "campaign", "case", "child", "civil_status_act", "company", "conclusion",
        "conference", "copy", "country", "data_analyst", "diaspora_organisation", "dispute",
        "document", "draft_act", "draft_agreement", "draft_law", "employee", "employer", "event",
        "expert", "facility", "family", "field_visit", "forum", "gap", "grant_lot", "guide",
        "higher_education_institution", "home", "hospital", "inspection", "institution",
        "investigation", "laboratory", "leaflet", "measure", "meeting", "military_person",
        "mobile_group", "motion", "nongovernmental_organisation", "object", "participant",
        "passport", "person", "project", "protocol", "recommendation", "region", "report",
        "request", "section", "seminar", "session", "specialist", "strategic_document", "study",
        "study_programme", "study_visit", "system_administrator", "test", "trainer", "training",
        "vacancy", "visitor", "week", "year",
    )
)  # fmt: skip
