"""What holds of any sheet of marks: the order of its rows and columns changes nothing."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from msp_du.files import marks_sheet
from msp_du.files.marks_sheet import TraineeMarks
from msp_du.files.marks_sheet_columns import columns
from msp_du.files.marks_sheet_faults import MarksSheetFaults
from msp_du.files.results_json import TraineeResult, compute
from tests.support.sheets import small_curriculum

CURRICULUM = small_curriculum()
NAMES = sorted(columns(CURRICULUM))
marks = st.one_of(
    st.integers(0, 2000).map(lambda value: f"{value // 100},{value % 100:02d}"),
    st.sampled_from(["ABI", "ABJ", ""]),
)
rows = st.lists(st.fixed_dictionaries({"M1-CC": marks, "M1-E": marks, "M2-S": marks}), max_size=5)


def csv(names: list[str], table: list[dict[str, str]]) -> bytes:
    lines = [";".join(["trainee", *names])]
    lines += [";".join([row["trainee"], *(row.get(name, "") for name in names)]) for row in table]
    return "\n".join(lines).encode()


def results(found: tuple[TraineeMarks, ...]) -> dict[str, TraineeResult]:
    return {row.trainee: compute(row.trainee, CURRICULUM, row.years) for row in found}


@settings(max_examples=60, deadline=None)
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_changes_nothing(
    table: list[dict[str, str]], random: Random
) -> None:
    named = [{"trainee": f"T{number}", "P1": "V", **row} for number, row in enumerate(table)]
    names = ["M1-CC", "M1-E", "M2-S", "P1"]
    straight = marks_sheet.read(csv(names, named), CURRICULUM)
    random.shuffle(named)
    random.shuffle(names)
    turned = marks_sheet.read(csv(names, named), CURRICULUM)
    assert results(turned) == results(straight)
    assert [row.trainee for row in turned] == [row["trainee"] for row in named]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.sampled_from(NAMES))
def test_any_text_in_a_cell_is_read_or_is_one_fault(text: str, name: str) -> None:
    cell = text.replace('"', '""').replace("\0", "")
    data = f'trainee;{name}\nT1;"{cell}"\n'.encode("utf-8", "replace")
    try:
        marks_sheet.read(data, CURRICULUM)
    except MarksSheetFaults as refusal:
        (fault,) = refusal.faults
        assert (fault.row, fault.column) == (2, name)
