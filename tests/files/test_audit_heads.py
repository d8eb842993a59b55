"""The heads of the audit chain, kept in a file."""

from datetime import date
from pathlib import Path

import pytest

from msp_du.files.audit_heads import AuditHeadsError, append, last_day, read

DAY = date(2026, 11, 22)
ONE, TWO = "1" * 64, "2" * 64


def test_heads_are_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "heads.txt"
    assert (read(path), last_day(path)) == ([], None)
    append(path, DAY, 15, ONE)
    append(path, date(2026, 11, 23), 42, TWO)
    assert path.read_text() == f"2026-11-22 15 {ONE}\n2026-11-23 42 {TWO}\n"
    assert read(path) == [(15, ONE), (42, TWO)]
    assert last_day(path) == date(2026, 11, 23)


@pytest.mark.parametrize(
    "cut", ["2", "2026-11-2", "2026-11-22 ", "2026-11-22 1", "2026-11-22 15 11"], ids=repr
)
def test_half_a_line_is_passed_over(tmp_path: Path, cut: str) -> None:
    path = tmp_path / "heads.txt"
    append(path, DAY, 15, ONE)
    path.write_text(path.read_text() + cut)
    append(path, DAY, 16, TWO)
    assert read(path) == [(15, ONE), (16, TWO)]


@pytest.mark.parametrize(
    "line",
    ["hello", f"22/11/2026 15 {ONE}", f"2026-11-22 x {ONE}", f"2026-11-22 15 {ONE}0", "é" * 9],
    ids=repr,
)
def test_a_line_of_somebody_else_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "heads.txt"
    append(path, DAY, 15, ONE)
    path.write_text(f"{path.read_text()}{line}\n", "utf-8")
    with pytest.raises(AuditHeadsError, match="line 2 of heads"):
        read(path)
