import os
import subprocess
import sys

import psycopg
import pytest
from sqlalchemy import make_url

from tests.support.postgres import create_database, drop_database

KILLED = """
import os, signal
from tests.support.postgres import private_cluster
with private_cluster() as url:
    print(url, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def connect(url: str) -> psycopg.Connection:
    plain = make_url(url).set(drivername="postgresql")
    return psycopg.connect(plain.render_as_string(hide_password=False), connect_timeout=5)


def test_database_is_a_copy_of_its_template_and_can_be_dropped(postgres_url: str) -> None:
    name = f"copy_{os.getpid()}"
    model = create_database(postgres_url, f"model_{os.getpid()}")
    with connect(model) as connection:
        connection.execute("CREATE TABLE room AS SELECT 7 AS number")
    copy = create_database(postgres_url, name, template=f"model_{os.getpid()}")
    with connect(copy) as connection:
        assert connection.execute("SELECT number FROM room").fetchone() == (7,)
    drop_database(postgres_url, name)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        connect(copy)


def test_server_does_not_run_as_root_and_asks_for_its_password(postgres_url: str) -> None:
    with connect(postgres_url) as connection:
        row = connection.execute("SELECT pg_read_file('/proc/self/status')").fetchone()
    assert row
    owner = next(line.split()[1] for line in row[0].splitlines() if line.startswith("Uid:"))
    assert int(owner) != 0
    wrong = make_url(postgres_url).set(password="wrong").render_as_string(hide_password=False)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(wrong)


def test_server_ends_with_the_process_that_started_it(postgres_url: str) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True, check=False, timeout=60
    )
    url = killed.stdout.strip()
    assert make_url(url).port
    for _ in range(100):
        try:
            connect(url).close()
        except psycopg.OperationalError as error:
            if "refused" in str(error):
                return
    pytest.fail("the server is still there")
