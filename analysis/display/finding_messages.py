"""The sentences of findings about files, columns and rows, by the code of the finding."""

from __future__ import annotations

from analysis.display.language import mark

OF_FILES: dict[str, tuple[str, str]] = {
    "empty_file": (
        mark("The file is empty."),
        mark("Send the workbook again."),
    ),
    "too_large": (
        mark("The file has more than {limit} bytes, more than any workbook of this round."),
        mark("Take out pictures and other sheets, or copy your answers into a fresh workbook."),
    ),
    "not_spreadsheet": (
        mark("The file is not a spreadsheet."),
        mark("Send the workbook that you received, saved as Excel workbook (.xlsx)."),
    ),
    "document": (
        mark("The file is a text document or a presentation, not a workbook."),
        mark("Send the workbook that you received, saved as Excel workbook (.xlsx)."),
    ),
    "old_xls": (
        mark("The file is in the old format of Excel, .xls."),
        mark(
            "Open it, choose “Save as” and the type “Excel workbook (.xlsx)”, and send the "
            "new file."
        ),
    ),
    "ods": (
        mark("The file is an OpenDocument spreadsheet, .ods."),
        mark(
            "Open it, choose “Save as” and the type “Excel 2007-365 (.xlsx)”, and send the "
            "new file."
        ),
    ),
    "xlsb": (
        mark("The file is a binary workbook, .xlsb."),
        mark(
            "Open it, choose “Save as” and the type “Excel workbook (.xlsx)”, and send the "
            "new file."
        ),
    ),
    "encrypted": (
        mark("The file is protected by a password and cannot be opened."),
        mark("Save it without a password and send it again."),
    ),
    "macros": (
        mark("The workbook holds macros. Files with macros are not opened."),
        mark("Save it as “Excel workbook (.xlsx)”, without macros, and send it again."),
    ),
    "external_links": (
        mark("The workbook takes data from another file or a server."),
        mark("Break the links (Data, Edit links), type the numbers themselves, and send it again."),
    ),
    "embedded": (
        mark("Another file or a chart sheet is embedded in the workbook."),
        mark("Take it out and name it under evidence; then send the workbook again."),
    ),
    "declares": (
        mark(
            "A part of the file declares entities, as no spreadsheet program does. It is "
            "not opened."
        ),
        mark("Copy your answers into a fresh workbook."),
    ),
    "bomb": (
        mark("The file unpacks to more than a workbook holds (limit: {limit}). It is not opened."),
        mark("Copy your answers into a fresh workbook."),
    ),
    "damaged": (
        mark("The file is damaged and cannot be read."),
        mark(
            "Open it, let the program repair it, save it under a new name, and send that. "
            "If it does not open, copy your answers into a fresh workbook."
        ),
    ),
    "not_ours": (
        mark("The workbook is not one of those that were sent out: its hidden sheet is missing."),
        mark("Copy your answers into the workbook that you received; keep its sheets."),
    ),
    "ids_damaged": (
        mark("The hidden sheet of the workbook was changed and cannot be read."),
        mark("Copy your answers into the workbook that you received; leave hidden sheets alone."),
    ),
    "no_answers_sheet": (
        mark("The sheet of answers is missing, or the hidden row above its headings."),
        mark("Copy your answers into the workbook that you received; keep its sheets and rows."),
    ),
    "other_format": (
        mark("The workbook was made by another version of the program."),
        mark("Ask the coordinator for a fresh workbook and copy your answers into it."),
    ),
    "other_round": (
        mark("The workbook belongs to round {one}; this is round {other}."),
        mark("Fill in the workbook of round {other}."),
    ),
    "other_plan": (
        mark("The workbook belongs to the plan {one}; this round is about {other}."),
        mark("Fill in the workbook of the plan {other}."),
    ),
    "unknown_agency": (
        mark("The workbook is of {one}, which leads no activity of the plan."),
        mark("Ask the coordinator for the right workbook."),
    ),
    "two_versions": (
        mark(
            "There are several workbooks of your agency, and they differ. None was taken. "
            "The others: {files}."
        ),
        mark("Say which one counts, and send that one alone."),
    ),
    "same_twice": (
        mark("The workbook says the same as {files}. It was taken once."),
        mark("Nothing needs to be done."),
    ),
    "nothing_answered": (
        mark("Nothing is filled in."),
        mark(
            "If there is something to report, fill in the yellow cells and send the workbook again."
        ),
    ),
    "passed_over": (
        mark("The file was left by a program beside an open workbook. It was passed over."),
        mark("Nothing needs to be done."),
    ),
    "is_link": (
        mark("The file is a link to another place. Links are not followed."),
        mark("Put the workbook itself into the folder."),
    ),
    "unreadable": (
        mark("The file cannot be read."),
        mark("Look at its permissions, or copy it again."),
    ),
    "assessed_before": (
        mark("Assessments were collected before, and no assessor's workbook is here now."),
        mark(
            "Put the workbook back into the folder, or collect with --replace to drop the "
            "assessments."
        ),
    ),
    "collected_before": (
        mark("Answers of {agencies} were collected before, and no workbook of theirs is here now."),
        mark(
            "Put the workbook back into the folder, or collect with --replace to drop those "
            "answers."
        ),
    ),
}
"""What is wrong and what to do, by code; the first repeats nothing of what stands in a cell."""

OF_ROWS: dict[str, tuple[str, str]] = {
    "columns_moved": (
        mark("Columns were moved or put in. They were found all the same."),
        mark("Nothing needs to be done."),
    ),
    "column_missing": (
        mark("The column {column} is missing."),
        mark("Copy your answers into the workbook that you received; keep its columns."),
    ),
    "column_twice": (
        mark("The column {column} stands there more than once."),
        mark("Delete the copies, so that it stands there once."),
    ),
    "rows_moved": (
        mark("Rows were moved or sorted. They were found all the same."),
        mark("Nothing needs to be done."),
    ),
    "row_missing": (
        mark("The row of this activity or indicator is missing."),
        mark("Copy the row from the workbook that you received and fill it in."),
    ),
    "row_twice": (
        mark("One activity or indicator has several rows: {rows}. None was taken."),
        mark("Keep one of the rows with the right answers and delete the others."),
    ),
    "row_unknown": (
        mark("The row is of an activity or indicator that was not asked for here."),
        mark("Delete the row. If an activity is missing, tell the coordinator."),
    ),
    "row_not_in_plan": (
        mark("The activity or indicator is no longer in the plan."),
        mark("Ask the coordinator for a fresh workbook."),
    ),
    "row_without_id": (
        mark("The row was added, and nobody knows what it is about."),
        mark(
            "Write the answers into the row of the activity or indicator; further words go "
            "under {comment}."
        ),
    ),
    "merged": (
        mark("Cells are merged: {range}. Only the first of them keeps its answer."),
        mark("Take the merging off and write an answer into each cell."),
    ),
    "locked_changed": (
        mark("A locked text was changed. The answers of this row were not taken."),
        mark("Put back: {was}. If the plan is wrong, say so under {comment}."),
    ),
    "plan_changed": (
        mark("The plan has changed here since the workbook was sent."),
        mark("Look at the row again with the coordinator."),
    ),
}
