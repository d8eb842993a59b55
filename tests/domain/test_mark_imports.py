"""A cell of an imported file: which mark or word it is, or what is wrong with it."""

from decimal import Decimal

import pytest

from msp_du.domain.errors import Rule
from msp_du.domain.mark_imports import CellFault, read_score
from msp_du.domain.vocabulary import MarkCode


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (" 12,5 ", Decimal("12.5")),
        ("\u00a020", Decimal(20)),
        ("20,01", Rule.MARK_ABOVE_20),
        ("abi", MarkCode.UNEXCUSED_ABSENCE),
        ("ABJ", MarkCode.EXCUSED_ABSENCE),
        ("12,345", Rule.MARK_NOT_VALID),
        ("+5", Rule.MARK_NOT_VALID),
        ("=5", Rule.MARK_NOT_VALID),
        ("V", Rule.MARK_NOT_VALID),
        ("  ", Rule.MARK_NOT_VALID),
    ],
)
def test_a_mark_is_read_or_refused(text: str, read: object) -> None:
    assert read_score(text, is_marked=True) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("pass", MarkCode.PASS),
        ("v", MarkCode.PASS),
        ("Validé", MarkCode.PASS),
        ("NV", MarkCode.FAIL),
        ("non validé", MarkCode.FAIL),
        ("12", CellFault.VERDICT_EXPECTED),
        ("ABI", CellFault.VERDICT_EXPECTED),
    ],
)
def test_a_verdict_is_read_or_refused(text: str, read: object) -> None:
    assert read_score(text, is_marked=False) == read
