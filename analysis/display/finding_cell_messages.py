"""The sentences of findings about single cells, by the code of the finding."""

from __future__ import annotations

from analysis.display.language import mark

OF_CELLS: dict[str, tuple[str, str]] = {
    "formula_in_cell": (
        mark(
            "A formula stands in the cell. Formulas are not worked out, and their last "
            "result is not taken."
        ),
        mark("Type the result itself."),
    ),
    "error_in_cell": (
        mark("The cell shows an error of the spreadsheet."),
        mark("Type the number or the words themselves."),
    ),
    "truth_in_cell": (
        mark("The cell holds TRUE or FALSE."),
        mark("Type the number or the words themselves."),
    ),
    "empty_in_cell": (
        mark("The cell is empty."),
        mark("Type the answer."),
    ),
    "not_asked": (
        mark("Nothing is asked in this cell."),
        mark("Empty it. Values belong to indicators, money spent to activities."),
    ),
    "number_unread": (
        mark("This is not one number."),
        mark("Type one number in digits, without words; write the rest under {comment}."),
    ),
    "number_ambiguous": (
        mark("This can be read as two different numbers."),
        mark("Type {one} or {other}, without separators for thousands."),
    ),
    "number_qualified": (
        mark("The number is not exact: “about”, “up to”, “at least”."),
        mark("Type the exact number, such as {one}; if it is not known, explain under {comment}."),
    ),
    "number_negative": (
        mark("The number is negative."),
        mark("Type 0 or more."),
    ),
    "number_not_whole": (
        mark("There are no parts of {unit}, and the number is not whole."),
        mark(
            "Type a whole number. A spreadsheet may have taken a point between thousands "
            "for a decimal point."
        ),
    ),
    "number_too_large": (
        mark("The number is too large to be meant."),
        mark("Type the number again, in at most 15 digits."),
    ),
    "number_is_date": (
        mark(
            "A date stands where a number is asked. A spreadsheet may have made a date of "
            "your number."
        ),
        mark("Give the cell the format “Number” and type the number again."),
    ),
    "percent_ambiguous": (
        mark("A part of one stands where percent are asked."),
        mark("Type {one} if you mean {one} percent, or {other} if you mean less than one percent."),
    ),
    "percent_not_asked": (
        mark("A percentage stands where {column} is not counted in percent."),
        mark("Type the number itself, not its share."),
    ),
    "currency_not_asked": (
        mark("A currency stands with a number that is not money of this unit."),
        mark("Type the number in the unit of the row; money spent has a column of its own."),
    ),
    "other_currency": (
        mark("The amount is not in lari."),
        mark(
            "Give it in lari, at the rate of the day of payment; name the currency under {comment}."
        ),
    ),
    "read_otherwise": (
        mark("It was read as {value}."),
        mark("Nothing needs to be done if that is right."),
    ),
    "percent_read": (
        mark("It was read as {value} percent."),
        mark("Nothing needs to be done if that is right."),
    ),
    "unit_unknown": (
        mark("The unit is not known."),
        mark("Choose a unit from the list."),
    ),
    "unit_ambiguous": (
        mark("The word stands for several units, and none of them is that of the target."),
        mark("Give the value in the unit of the target, or say under {comment} what is counted."),
    ),
    "unit_missing": (
        mark("The unit of the value is missing. The value was not taken."),
        mark("Choose the unit from the list."),
    ),
    "unit_differs": (
        mark("The unit is not that of the target, which counts {unit}."),
        mark("If you can, give the value in the unit of the target."),
    ),
    "status_unknown": (
        mark("The status is not one of the words of the list."),
        mark("Choose a word from the list."),
    ),
    "status_missing": (
        mark("The claimed status is missing, and other cells of the row are filled in."),
        mark("Choose a word from the list."),
    ),
    "strength_unknown": (
        mark("The strength is not one of the words of the list."),
        mark("Choose a word from the list."),
    ),
    "date_unread": (
        mark("This is not a date."),
        mark("Type day, month and year, with points between."),
    ),
    "date_ambiguous": (
        mark("Day and month can be taken for one another."),
        mark("Type {one} or {other}, with points between."),
    ),
    "date_is_number": (
        mark("A number stands where a date is asked."),
        mark("Give the cell the format “Date” and type day, month and year."),
    ),
    "date_out_of_range": (
        mark("The year is far off."),
        mark("Type a year from {one} to {other}."),
    ),
    "date_late": (
        mark("The date lies after round {round}."),
        mark("Look whether the year is right."),
    ),
    "page_is_date": (
        mark(
            "A date stands where a page is asked. A spreadsheet may have made a date of the pages."
        ),
        mark("Type “pp. 3-5”, with the letters."),
    ),
    "text_too_long": (
        mark("The text is longer than {limit} characters."),
        mark("Shorten it; name a document for the rest."),
    ),
    "evidence_missing": (
        mark("The claim that the target is fulfilled names no document."),
        mark("Name the document that shows it."),
    ),
    "date_missing": (
        mark("The claim that the target is fulfilled has no date."),
        mark("Say when it was achieved."),
    ),
    "value_missing": (
        mark("The claim that the target is fulfilled has no value, and the target is a number."),
        mark("Type the value achieved."),
    ),
    "claim_contradicts": (
        mark("Value and target would rather make the status {status}."),
        mark("Look at value and status again; if both are right, explain under {comment}."),
    ),
    "leads_differ": (
        mark("Another lead agency answers this differently: {agencies}."),
        mark("Agree on one answer. Theirs is: {other}."),
    ),
    "assessed_twice": (
        mark("Another workbook assesses this target differently: {files}. Neither was taken."),
        mark("Agree on one assessment."),
    ),
    "assessment_lacks": (
        mark("The assessment lacks {column}. It was not taken."),
        mark("Fill in the cell."),
    ),
    "assessed_without_evidence": (
        mark("A status was assessed, and the strength of the evidence is {strength}."),
        mark("Empty the status, or choose direct or partial if the evidence counts."),
    ),
}

EXAMPLES = {
    "value": mark("1250"),
    "spent": mark("12500"),
    "date": mark("05.03.2020"),
    "assessed_on": mark("05.03.2020"),
    "evidence_page": mark("pp. 3-5"),
    "evidence_document": mark("Annual report 2020, no. 15, 01.02.2021"),
}
"""What a cell may look like, by its column."""
