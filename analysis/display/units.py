"""Units: the noun of each unit, with its number, for one and for more.

The codes are those of the tables; a test holds the two together.
"""

from __future__ import annotations

from analysis.display.language import mark_plural

UNITS: dict[str, tuple[str, str]] = {
    "EUR": mark_plural("{number} EUR", "{number} EUR"),
    "GEL": mark_plural("{number} GEL", "{number} GEL"),
    "activities": mark_plural("{number} activity", "{number} activities"),
    "agreement": mark_plural("{number} agreement", "{number} agreements"),
    "amendment": mark_plural("{number} amendment", "{number} amendments"),
    "application": mark_plural("{number} application", "{number} applications"),
    "border_sector": mark_plural("{number} border sector", "{number} border sectors"),
    "brochure": mark_plural("{number} brochure", "{number} brochures"),
    "building": mark_plural("{number} building", "{number} buildings"),
    "call": mark_plural("{number} call", "{number} calls"),
    "call_per_month": mark_plural("{number} call a month", "{number} calls a month"),
    "campaign": mark_plural("{number} campaign", "{number} campaigns"),
    "case": mark_plural("{number} case", "{number} cases"),
    "child": mark_plural("{number} child", "{number} children"),
    "civil_status_act": mark_plural("{number} civil status act", "{number} civil status acts"),
    "company": mark_plural("{number} company", "{number} companies"),
    "conclusion": mark_plural("{number} conclusion", "{number} conclusions"),
    "conference": mark_plural("{number} conference", "{number} conferences"),
    "copy": mark_plural("{number} copy", "{number} copies"),
    "country": mark_plural("{number} country", "{number} countries"),
    "data_analyst": mark_plural("{number} data analyst", "{number} data analysts"),
    "diaspora_organisation": mark_plural(
        "{number} diaspora organisation", "{number} diaspora organisations"
    ),
    "dispute": mark_plural("{number} dispute", "{number} disputes"),
    "document": mark_plural("{number} document", "{number} documents"),
    "draft_act": mark_plural("{number} draft act", "{number} draft acts"),
    "draft_agreement": mark_plural("{number} draft agreement", "{number} draft agreements"),
    "draft_law": mark_plural("{number} draft law", "{number} draft laws"),
    "employee": mark_plural("{number} employee", "{number} employees"),
    "employer": mark_plural("{number} employer", "{number} employers"),
    "event": mark_plural("{number} event", "{number} events"),
    "expert": mark_plural("{number} expert", "{number} experts"),
    "facility": mark_plural("{number} facility", "{number} facilities"),
    "family": mark_plural("{number} family", "{number} families"),
    "field_visit": mark_plural("{number} field visit", "{number} field visits"),
    "forum": mark_plural("{number} forum", "{number} forums"),
    "gap": mark_plural("{number} gap", "{number} gaps"),
    "grant_lot": mark_plural("{number} grant lot", "{number} grant lots"),
    "guide": mark_plural("{number} guide", "{number} guides"),
    "higher_education_institution": mark_plural(
        "{number} higher education institution", "{number} higher education institutions"
    ),
    "home": mark_plural("{number} home", "{number} homes"),
    "hospital": mark_plural("{number} hospital", "{number} hospitals"),
    "indicators": mark_plural("{number} indicator", "{number} indicators"),
    "inspection": mark_plural("{number} inspection", "{number} inspections"),
    "institution": mark_plural("{number} institution", "{number} institutions"),
    "investigation": mark_plural("{number} investigation", "{number} investigations"),
    "laboratory": mark_plural("{number} laboratory", "{number} laboratories"),
    "leaflet": mark_plural("{number} leaflet", "{number} leaflets"),
    "measure": mark_plural("{number} measure", "{number} measures"),
    "meeting": mark_plural("{number} meeting", "{number} meetings"),
    "military_person": mark_plural("{number} military person", "{number} military persons"),
    "mobile_group": mark_plural("{number} mobile group", "{number} mobile groups"),
    "motion": mark_plural("{number} motion", "{number} motions"),
    "nongovernmental_organisation": mark_plural(
        "{number} nongovernmental organisation", "{number} nongovernmental organisations"
    ),
    "object": mark_plural("{number} object", "{number} objects"),
    "participant": mark_plural("{number} participant", "{number} participants"),
    "passport": mark_plural("{number} passport", "{number} passports"),
    "percent": mark_plural("{number} percent", "{number} percent"),
    "person": mark_plural("{number} person", "{number} persons"),
    "project": mark_plural("{number} project", "{number} projects"),
    "protocol": mark_plural("{number} protocol", "{number} protocols"),
    "recommendation": mark_plural("{number} recommendation", "{number} recommendations"),
    "region": mark_plural("{number} region", "{number} regions"),
    "report": mark_plural("{number} report", "{number} reports"),
    "request": mark_plural("{number} request", "{number} requests"),
    "section": mark_plural("{number} section", "{number} sections"),
    "seminar": mark_plural("{number} seminar", "{number} seminars"),
    "session": mark_plural("{number} session", "{number} sessions"),
    "specialist": mark_plural("{number} specialist", "{number} specialists"),
    "strategic_document": mark_plural(
        "{number} strategic document", "{number} strategic documents"
    ),
    "study": mark_plural("{number} study", "{number} studies"),
    "study_programme": mark_plural("{number} study programme", "{number} study programmes"),
    "study_visit": mark_plural("{number} study visit", "{number} study visits"),
    "system_administrator": mark_plural(
        "{number} system administrator", "{number} system administrators"
    ),
    "test": mark_plural("{number} test", "{number} tests"),
    "times": mark_plural("{number} times", "{number} times"),
    "trainer": mark_plural("{number} trainer", "{number} trainers"),
    "training": mark_plural("{number} training", "{number} trainings"),
    "vacancy": mark_plural("{number} vacancy", "{number} vacancies"),
    "visitor": mark_plural("{number} visitor", "{number} visitors"),
    "week": mark_plural("{number} week", "{number} weeks"),
    "year": mark_plural("{number} year", "{number} years"),
}
