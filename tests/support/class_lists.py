"""Class lists made for a test: one good row, and what a test changes of it."""

from datetime import date

from msp_du.files.class_list import ClassList, Trainee, read

TODAY = date(2026, 9, 1)
GOOD = {
    "family_name": "Martel",
    "usage_name": "",
    "given_names": "Odile Anne",
    "chosen_name": "",
    "birth_date": "03/03/1984",
    "birth_place": "Tours",
    "email": "odile@example.org",
    "student_number": "22403001",
    "ine": "",
    "regime": "",
    "employer": "",
}
OTHER = {"email": "luc@example.org", "student_number": "22403002"}


def table(*changes: dict[str, str], separator: str = ";") -> str:
    """Return a file of the good row, once for each change."""
    lines = [separator.join(GOOD)]
    lines += [separator.join((GOOD | change).values()) for change in changes]
    return "\n".join(lines) + "\n"


def of(*changes: dict[str, str]) -> ClassList:
    """Read the good row, once for each change."""
    return read(table(*changes).encode(), today=TODAY)


def trainee(**change: str) -> Trainee:
    """Read the good row with a change that is accepted."""
    (row,) = of(change).rows
    assert row.faults == ()
    assert row.values is not None
    return row.values
