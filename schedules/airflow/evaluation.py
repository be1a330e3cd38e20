"""Every report of the mid-term evaluation, each night, as one task of Airflow.

Copy this file into Airflow's folder of DAGs. The task runs the command of the checkout's own
environment, so Airflow and the evaluation need not agree on a single package. The worker has
to see the checkout; its folder is ``/srv/evaluation``, or the one that the variable
``EVALUATION_PROJECT`` of Airflow's environment names.

A run may be given ids of reports, ``--conf '{"reports": ["data_quality"]}'``; without them
every report is run. The task is skipped while another run is writing (exit code 6) and failed by
any other exit code than 0. What came of a run is in ``outputs/summary.json`` of the checkout.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG, Param

PROJECT = os.environ.get("EVALUATION_PROJECT", "/srv/evaluation")
BUSY = 6
COMMAND = "exec .venv/bin/analysis run $REPORTS --if-running leave --summary outputs/summary.json"

with DAG(
    dag_id="evaluation",
    description="Every report of the mid-term evaluation",
    doc_md=__doc__,
    schedule="30 4 * * *",
    start_date=datetime(2026, 11, 1, tzinfo=timezone.utc),  # noqa: UP017 - Airflow knows Python 3.10
    catchup=False,
    max_active_runs=1,
    params={
        "reports": Param(
            [],
            type="array",
            items={"type": "string", "pattern": "^[a-z_]+$"},
            description="Ids of reports, as analysis list gives them; every report if empty.",
        )
    },
) as dag:
    BashOperator(
        task_id="run",
        bash_command=COMMAND,
        cwd=PROJECT,
        env={"PATH": os.defpath, "REPORTS": "{{ params.reports | join(' ') }}"},
        skip_on_exit_code=BUSY,
        do_xcom_push=False,
        execution_timeout=timedelta(hours=3),
    )
