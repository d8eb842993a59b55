"""``msp-du curriculum``: checked without a database, given back byte for byte."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import configuration, migrate
from tests.factories import SHIPPED_CURRICULUM

FAULTY = """\
format: msp-du/curriculum@1
code: DU-TEST
version: "1"
title: {fr: "Diplôme"}
colour: red
years:
  - number: 1
    units:
      - code: UE1
        title: {fr: "Une"}
        ects: 6
        ects: 7
        coefficient: 0
        modules:
          - code: M1
            title: {fr: "Un"}
            coefficient: -1
            assessments:
              - {code: M1, kind: oral}
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The settings of an instance with two institutions."""
    folder = tmp_path_factory.mktemp("instance")
    migrate(configuration(folder))
    settings = {
        "MSP_DU_INSTANCE": str(folder),
        "MSP_DU_PUBLIC_URL": "http://localhost:8000",
        "MSP_DU_SECRET_KEY": "s" * 43,
        "MSP_DU_CODE_KEY": "c" * 43,
    }
    insert = (
        "from msp_du import create_app\n"
        "from msp_du.extensions import transaction\n"
        "from msp_du.services import institutions\n"
        "with create_app().app_context(), transaction() as session:\n"
        "    for code in ('one', 'two'):\n"
        "        institutions.create(session, code=code, name=code,\n"
        "            sender_address='suivi@example.org', actor=None)\n"
    )
    subprocess.run([sys.executable, "-c", insert], check=True, env=settings)
    return settings


def run(
    *arguments: str, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from msp_du.cli import main; main()", "curriculum"]
    return subprocess.run(
        [*command, *arguments], capture_output=True, check=False, env=environment or {}
    )


def test_check_prints_the_sums_of_the_shipped_curriculum() -> None:
    done = run("check", "--shipped")
    assert done.stdout.decode().splitlines() == [
        "DU-MSP@2026: 2 years, 10 units, 29 modules, 29 assessments",
        "year 1: 30 ECTS, 210 taught hours, 280 placement hours",
        "year 2: 30 ECTS, 210 taught hours, 420 placement hours",
        "total: 60 ECTS, 420 taught hours, 700 placement hours",
    ]
    assert (done.returncode, done.stderr) == (0, b"")


def test_check_names_every_fault_with_its_path(tmp_path: Path) -> None:
    file = tmp_path / "faulty.yaml"
    file.write_text(FAULTY)
    done = run("check", str(file))
    lines = done.stderr.decode().splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "colour",
        "years[0].units[0].ects",
        "years[0].units[0].coefficient",
        "years[0].units[0].modules[0].coefficient",
        "years[0].units[0].modules[0].assessments[0].code",
    ]
    assert (done.returncode, done.stdout) == (1, b"")


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["check", "--shipped", str(SHIPPED_CURRICULUM)], ["check", "no-such-file.yaml"]],
    ids=["neither", "both", "no-such-file"],
)
def test_a_wrong_call_is_told_in_one_line(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert done.stderr.startswith(b"msp-du: ")


def test_check_imports_neither_the_application_nor_the_database() -> None:
    probe = (
        "import sys; from msp_du.cli import program;"
        " program.main(['curriculum', 'check', '--shipped'], standalone_mode=False);"
        " print(sorted({'flask', 'sqlalchemy', 'werkzeug'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=False)
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_an_export_is_the_file_that_was_imported(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """Must show 6: the shipped file came from an export, so the bytes are the same."""
    done = run("import", "--shipped", "--institution", "one", environment=environment)
    assert (done.stdout, done.returncode) == (b"imported DU-MSP@2026\n", 0), done.stderr
    reference = ["DU-MSP@2026", "--institution", "one"]
    exported = run("export", *reference, environment=environment)
    assert exported.stdout == SHIPPED_CURRICULUM.read_bytes()
    file = tmp_path / "out.yaml"
    run("export", *reference, "--output", str(file), environment=environment)
    assert file.read_bytes() == SHIPPED_CURRICULUM.read_bytes()
    again = run("import", str(file), "--institution", "two", environment=environment)
    assert again.stdout == b"imported DU-MSP@2026\n"
    twice = run("import", str(file), "--institution", "two", environment=environment)
    assert twice.stderr.decode().startswith("msp-du: refused: curriculum-version-exists")
    assert twice.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["import", "--shipped"], 2, "name one by --institution"),
        (["import", "--shipped", "--institution", "three"], 1, "no institution three"),
        (["export", "DU-MSP", "--institution", "one"], 2, "is not CODE@VERSION"),
        (["export", "DU-MSP@1999", "--institution", "one"], 1, "there is no DU-MSP@1999"),
    ],
    ids=["which-institution", "unknown-institution", "not-a-reference", "unknown-version"],
)
def test_what_cannot_be_done_is_told_in_one_line(
    environment: dict[str, str], arguments: list[str], status: int, words: str
) -> None:
    done = run(*arguments, environment=environment)
    assert words in done.stderr.decode()
    assert done.stderr.decode().count("\n") == 1
    assert done.returncode == status


def test_a_file_that_cannot_be_written_is_told_in_one_line(environment: dict[str, str]) -> None:
    run("import", "--shipped", "--institution", "one", environment=environment)
    done = run(
        "export",
        "DU-MSP@2026",
        "--institution",
        "one",
        "--output",
        "/no/such/folder/out.yaml",
        environment=environment,
    )
    assert done.stderr.decode() == "msp-du: /no/such/folder/out.yaml: No such file or directory\n"
    assert done.returncode == 1
