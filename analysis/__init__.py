"""Mid-term evaluation of Georgia's migration strategy from printed government figures.

Data flow one way, room by room, and imports the other way only::

    source → cleaning → checks → measures → display → reports

source
    documents and raw rows exactly as printed, and the proof that they agree
cleaning
    raw rows in, typed clean tables out, built up column by column
checks
    what does not hold, found and said; a check changes nothing
measures
    estimates, bounds and counts, as frozen records
display
    words, tables and charts for people, traceable to document and line
reports
    which reports exist, running them, and the pages made from them

Apart from them stands ``recount``: what is published, computed a second time by another route.
"""

from analysis.errors import AnalysisError
from analysis.paths import Project, find_project

__version__ = "0.1.0"

__all__ = ["AnalysisError", "Project", "__version__", "find_project"]
