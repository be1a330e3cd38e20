"""An invented report on 2020: a few figures, one of them a correction of the year before."""

from __future__ import annotations

TITLE = "Report on 2020, an invented example"

TEXT = """გამოგონილი მაგალითი: ანგარიში 2020 წლის შესახებ
2020 წელს შრომის ინსპექციამ შეამოწმა 140 დაწესებულება.
2019 წლის მონაცემი დაზუსტდა: შემოწმდა 121 დაწესებულება.
დასაქმების პროგრამაში ჩაერთო 1 234 ადამიანი.
"""

_FIGURES = {
    "140": "Institutions inspected for forced labour in 2020",
    "121": "Institutions inspected for forced labour in 2019, corrected",
    "1 234": "Participants of the employment programme in 2020",
}


def decided(row: dict[str, str]) -> dict[str, str]:
    """Decide on one row of the draft: a figure with its subject, or a number that is none."""
    subject = _FIGURES.get(row["value_raw"], "")
    if subject:
        return row | {
            "decision": "figure",
            "subject": subject,
            "kind": "result",
            "unit": "person" if row["value_raw"] == "1 234" else "institution",
        }
    return row | {"decision": "non_figure", "kind": "year"}


_PROGRAMMES = {"1 234": "employment-services"}


def described(row: dict[str, str]) -> dict[str, str]:
    """Complete what is said about a figure: its period, programme and population."""
    people = row["unit"] == "person"
    return row | {
        "period": "2019" if "corrected" in row["measure"] else "2020",
        "period_basis": "stated",
        "programme_id": "employment-services" if people else "labour-inspection",
        "population": "participants" if people else "institutions",
    }


REVISIONS = """\
revision_id,figure_id,known_on,value_raw,reading,source_id,source_line,reason
inspected-2019,ar19-075-2,2020-06-01,121,,round-report-2020,3,Corrected in the report on 2020.
"""

LABELS = [
    ("sources", "title", TITLE, "გამოგონილი მაგალითი: ანგარიში 2020 წლის შესახებ",
     "Rapport sur 2020, exemple inventé"),
    ("revisions", "reason", "Corrected in the report on 2020.", "დაზუსტდა 2020 წლის ანგარიშში.",
     "Corrigé dans le rapport sur 2020."),
    ("figures", "measure", _FIGURES["140"], "2020 წელს შემოწმებული დაწესებულებები",
     "Établissements inspectés en 2020"),
    ("figures", "measure", _FIGURES["121"], "2019 წელს შემოწმებული დაწესებულებები, დაზუსტებული",
     "Établissements inspectés en 2019, corrigé"),
    ("figures", "measure", _FIGURES["1 234"], "დასაქმების პროგრამის მონაწილეები 2020 წელს",
     "Participants du programme d’emploi en 2020"),
    ("figures", "population", "participants", "მონაწილეები", "participants"),
    ("figures", "population", "institutions", "დაწესებულებები", "établissements"),
]  # fmt: skip
"""Our words on this report in every language: table, column, English, Georgian, French."""
