"""Tell what a run came to: one line at the end of a file, and a mail if asked for.

An example for ``--on-failure`` and ``--on-change`` of ``analysis run``, which name the summary in
``ANALYSIS_SUMMARY``, and for ``OnFailure=`` of systemd, which says in ``MONITOR_SERVICE_RESULT``
how a service ended. It needs nothing but Python::

    analysis run --on-failure "python3 schedules/hooks/tell.py outputs/told.log --mail root"
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path


def told(environment: Mapping[str, str], now: datetime) -> str:
    """Return what is to be told, in one line.

    A service that was killed had no time to write a summary; the one in the file is of an
    earlier run and is not told.
    """
    ended = environment.get("MONITOR_SERVICE_RESULT", "exit-code")
    if ended != "exit-code":
        words = f"killed: systemd says {ended}"
    else:
        summary = json.loads(Path(environment["ANALYSIS_SUMMARY"]).read_text(encoding="utf-8"))
        names = ", ".join(report["name"] for report in summary["failed"])
        parts = (
            f"{summary['status']} (exit code {summary['exit_code']})",
            names,
            summary["message"],
        )
        words = ": ".join(" ".join(part.split()) for part in parts if part)
    return f"{now:%Y-%m-%dT%H:%M:%SZ} {words}"


def mail(address: str, line: str) -> None:
    """Hand a mail to the sendmail of this machine."""
    program = shutil.which("sendmail", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")
    if program is None:
        sys.exit("No mail was sent: there is no sendmail on this machine.")
    message = EmailMessage()
    message["To"] = address
    message["Subject"] = "Mid-term evaluation: " + line.partition(" ")[2][:60]
    message.set_content(line + "\n")
    subprocess.run([program, "-i", "-t"], input=bytes(message), check=True)  # noqa: S603 - no shell


def main() -> None:
    """Read the words typed, write the line, send the mail."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    words.add_argument("file", type=Path, help="the file to add a line to")
    words.add_argument("--mail", metavar="ADDRESS", help="where to send the line as well")
    asked = words.parse_args()
    line = told(os.environ, datetime.now(UTC))
    with asked.file.open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    if asked.mail:
        mail(asked.mail, line)


if __name__ == "__main__":
    main()
