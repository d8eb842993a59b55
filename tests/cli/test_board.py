"""``msp-du board simulate``: results to the letter, all faults at once, in a blink."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from msp_du.cli.catalogue import translator
from msp_du.domain.vocabulary import Language
from msp_du.files.marks_sheet_faults import SENTENCES
from tests.support.commands import PROGRAM
from tests.support.sheets import CURRICULUM_FILE, sheet, workbook

BOARD = Path(__file__).parent.parent / "domain/data/board"
CURRICULUM = BOARD / "curriculum.yaml"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run it as a shell would, with no setting at all."""
    return subprocess.run(
        [*PROGRAM, "board", "simulate", *map(str, arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={"LC_ALL": "C"},
    )


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A curriculum of one year."""
    path = tmp_path / "curriculum.yaml"
    path.write_text(CURRICULUM_FILE, "utf-8")
    return path


def write(folder: Path, data: bytes, name: str = "marks.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_the_worked_cases_come_out_to_the_letter() -> None:
    """Must show 1."""
    done = run(CURRICULUM, BOARD / "marks.csv")
    assert json.loads(done.stdout) == json.loads((BOARD / "expected.json").read_text("utf-8"))
    assert (done.returncode, done.stderr) == (0, "")


def test_a_workbook_gives_what_its_text_gives(tmp_path: Path) -> None:
    rows = [line.split(";") for line in (BOARD / "marks.csv").read_text("utf-8").splitlines()]
    done = run(CURRICULUM, write(tmp_path, workbook(*rows), "marks.xlsx"))
    assert done.stdout == run(CURRICULUM, BOARD / "marks.csv").stdout


def test_half_credits_and_what_is_passed_are_written_as_json_has_them(
    tmp_path: Path, small: Path
) -> None:
    small.write_text(CURRICULUM_FILE.replace("ects: 6", "ects: 2.5", 1), "utf-8")
    marks = write(tmp_path, sheet("trainee M1 P1 M2-S", "É DIS V 10", "B _ NV 10"))
    first, second = json.loads(run(small, marks).stdout)["trainees"]
    unit = first["years"][0]["units"][0]
    assert (first["trainee"], unit["ects"], first["years"][0]["ects"]) == ("É", 2.5, 8.5)
    assert unit["modules"][1] == {"code": "P1", "average": None, "passed": True}
    assert second["years"][0]["units"][0]["modules"][1]["passed"] is False


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_fault_is_a_line_on_standard_error(
    tmp_path: Path, small: Path, language: str
) -> None:
    """Must show 1: the place is written the same in every language."""
    data = sheet("trainee M1-CC X", "T1 20.01 _", "_ _ _", "T1 12 _")
    done = run(small, write(tmp_path, data), "--lang", language)
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        "row 1, column X",
        "row 2, column M1-CC",
        "row 4, column trainee",
    ]
    assert (
        lines[1].partition(": ")[2]
        == {"fr": "20.01 dépasse 20", "en": "20.01 is above 20"}[language]
    )


def test_a_faulty_curriculum_is_told_before_the_sheet_is_read(tmp_path: Path, small: Path) -> None:
    small.write_text(CURRICULUM_FILE.replace("coefficient: 1", "coefficient: 0"), "utf-8")
    done = run(small, write(tmp_path, b"x"), "--lang", "fr")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == (
        "years[0].units[0].coefficient: Le nombre doit être supérieur à 0."
    )
    assert "trainee" not in done.stderr


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Ce fichier est vide."),
        (b"PK\x03\x04", "Ce classeur est abîmé ou protégé."),
        (b'trainee\n"T1', "Un guillemet n’est pas refermé vers la ligne 2."),
    ],
    ids=["empty", "broken-workbook", "open-quote"],
)
def test_a_file_that_is_no_sheet_is_told_by_its_name(
    tmp_path: Path, small: Path, data: bytes, words: str
) -> None:
    done = run(small, write(tmp_path, data), "--lang", "fr")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"marks.csv: {words}")


@pytest.mark.parametrize(
    "arguments",
    [["none.yaml", "none.csv"], [str(CURRICULUM)], [str(CURRICULUM), str(CURRICULUM), "--lang=de"]],
    ids=["no-such-file", "no-marks", "no-such-language"],
)
def test_a_wrong_call_ends_with_status_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("msp-du: ")


def test_the_table_shows_a_line_a_year_and_the_diploma(tmp_path: Path) -> None:
    done = run(CURRICULUM, BOARD / "marks.csv", "--format", "table", "--lang", "fr")
    lines = done.stdout.splitlines()
    assert lines[0] == "DU-MSP@2026"
    found = {line.split()[0]: line.split()[1:] for line in lines[4:] if not line.startswith(" ")}
    assert found["2-compensated"] == ["1", "1", "12,25", "ADM", "30", "UE1.2", "CMP", "8,75"]
    assert found["11-gate-pending"] == ["1", "1", "12,75", "ATT", "30", "gate_pending:hours"]
    place = next(number for number, line in enumerate(lines) if line.startswith("8-diploma"))
    assert lines[place + 2].split() == ["13,86", "60", "diplôme,", "mention", ":", "AB"]
    assert "marks_missing × 14" in lines[place - 1]
    assert max(map(len, lines)) <= 120


def test_a_table_never_lets_a_name_command_the_terminal(tmp_path: Path, small: Path) -> None:
    done = run(small, write(tmp_path, b"trainee\nT\x1b[2J1\n"), "--format", "table")
    assert "\x1b" not in done.stdout
    assert "T\ufffd[2J1" in done.stdout


@pytest.mark.parametrize("form", ["json", "table"])
def test_it_imports_neither_the_application_nor_the_database(form: str) -> None:
    heavy = {"flask", "flask_babel", "sqlalchemy", "weasyprint", "openpyxl", "werkzeug"}
    probe = (
        "import sys; from msp_du.cli import program;"
        f" program.main({['board', 'simulate', str(CURRICULUM), str(BOARD / 'marks.csv')]}"
        f" + ['--format', '{form}'], standalone_mode=False);"
        f" print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_300_trainees_take_less_than_2_seconds(tmp_path: Path) -> None:
    """Must show 1: the whole process, from the shell and back."""
    head, *rows = (BOARD / "marks.csv").read_text("utf-8").splitlines()
    cells = [row.partition(";")[2] for row in rows]
    many = [head, *(f"T{number};{cells[number % len(cells)]}" for number in range(300))]
    marks = write(tmp_path, "\n".join(many).encode())
    started = time.perf_counter()
    done = run(CURRICULUM, marks)
    assert time.perf_counter() - started < 2
    assert len(json.loads(done.stdout)["trainees"]) == 300


def test_every_fault_has_a_sentence_in_typographic_french() -> None:
    french = translator(Language.FRENCH)
    for kind, sentence in SENTENCES.items():
        assert french(sentence) == sentence, kind
        assert "'" not in sentence, kind
        assert " :" not in sentence, kind
