"""Causal language: sentences that claim an effect where none is identified.

No figure of these documents identifies an effect, so no report may claim one. The search
is by phrase and sentence, in each language of the reports; a sentence that denies the
claim, or supposes it, is none.
"""

from __future__ import annotations

import re

_CLAIMS = {
    "en": r"\b(?:caused|causing|led to|leads to|leading to|resulted in|as a result of|thanks to|"
    r"because of the|owing to|effects? of|impacts? (?:of|on)|contributed to|attributable to|"
    r"brought about|made a difference|helped \w+ (?:to )?(?:find|get|gain)|enabled)\b",
    "fr": r"\b(?:a causé|ont causé|a entraîné|ont entraîné|a conduit|ont conduit|grâce (?:à|au)|"
    r"effets? (?:du|de l|des)|impacts? (?:du|de l|des|sur)|a permis|ont permis|a contribué|"
    r"ont contribué|imputables? (?:à|au))\b",
    "ka": r"(?:გამოიწვია|განაპირობა|წყალობით|ხელი შეუწყო|გავლენა მოახდინა|ზეგავლენით|"
    r"პროგრამის ეფექტი|პროგრამის შედეგად)",
}

_DENIALS = {
    "en": r"\b(?:not identified|no effect|cannot|may not|not say|nobody|would|nothing)\b",
    "fr": r"\b(?:pas identifié|aucun effet|ne peut|ne peuvent|ne dit|personne n|serait|aurait)",
    "ka": r"(?:არ არის|ვერ |არავინ|არ ამბობს|იქნებოდა)",
}

_SENTENCE = re.compile(r"(?<=[.!?;:])\s+|\n+")


def causal_claims(text: str, language: str = "en") -> list[str]:
    """Return the sentences of a text that claim an effect.

    >>> causal_claims("Of 98 interns 42 were employed. The internship led to 42 jobs.")
    ['The internship led to 42 jobs.']
    """
    claim, denial = (re.compile(words[language], re.IGNORECASE) for words in (_CLAIMS, _DENIALS))
    return [
        sentence.strip()
        for sentence in _SENTENCE.split(text)
        if claim.search(sentence) and not denial.search(sentence)
    ]
