"""Facts become one text, and the text gives the same facts back or is refused."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from msp_du.domain import frozen_facts
from msp_du.domain.frozen_facts import UnreadableFacts
from msp_du.domain.vocabulary import ResultCode

FORM = "msp-du/test@1"


@dataclass(frozen=True, slots=True)
class Line:
    code: str
    average: Fraction | None


@dataclass(frozen=True, slots=True)
class Facts:
    title: str
    number: int
    is_whole: bool
    on: date | None
    weight: Decimal
    result: ResultCode
    lines: tuple[Line, ...]
    causes: tuple[str, ...] = ()


FACTS = Facts(
    title="Évaluation « d’ici »",
    number=3,
    is_whole=True,
    on=date(2026, 6, 30),
    weight=Decimal("2.50"),
    result=ResultCode.PASSED,
    lines=(Line("UE1", Fraction(37, 3)), Line("UE2", None)),
)
TEXT = (
    '{"facts":{"causes":[],"is_whole":true,"lines":[{"average":"37/3","code":"UE1"},'
    '{"average":null,"code":"UE2"}],"number":3,"on":"2026-06-30","result":"ADM",'
    '"title":"Évaluation « d’ici »","weight":"2.50"},"format":"msp-du/test@1"}'
)


def test_facts_are_written_as_canonical_text() -> None:
    assert frozen_facts.write(FACTS, form=FORM) == TEXT


def test_the_text_gives_the_same_facts_back() -> None:
    again = frozen_facts.read(Facts, TEXT, form=FORM)
    assert again == FACTS
    assert str(again.weight) == "2.50"
    assert frozen_facts.write(again, form=FORM) == TEXT


@pytest.mark.parametrize("value", [None, date(2026, 1, 1)], ids=str)
def test_a_day_may_be_absent(value: date | None) -> None:
    facts = Facts("", 0, False, value, Decimal(0), ResultCode.FAILED, ())
    assert frozen_facts.read(Facts, frozen_facts.write(facts, form=FORM), form=FORM) == facts


def changed(**changes: Any) -> str:
    entries = json.loads(TEXT)
    entries["facts"] |= changes
    return json.dumps(entries)


def without(name: str) -> str:
    entries = json.loads(TEXT)
    del entries["facts"][name]
    return json.dumps(entries)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("[]", id="a-list"),
        pytest.param("{}", id="no-format"),
        pytest.param(TEXT.replace("test@1", "test@2"), id="another-format"),
        pytest.param(json.dumps({"format": FORM}), id="no-facts"),
        pytest.param(json.dumps({"format": FORM, "facts": []}), id="facts-no-object"),
        pytest.param(without("title"), id="field-missing"),
        pytest.param(changed(more=1), id="field-too-many"),
        pytest.param(changed(title=3), id="number-for-text"),
        pytest.param(changed(title=None), id="nothing-for-text"),
        pytest.param(changed(number="3"), id="text-for-number"),
        pytest.param(changed(number=True), id="truth-for-number"),
        pytest.param(changed(is_whole=1), id="number-for-truth"),
        pytest.param(changed(on="30/06/2026"), id="not-a-day"),
        pytest.param(changed(weight="two"), id="not-a-decimal"),
        pytest.param(changed(weight=2.5), id="number-for-decimal"),
        pytest.param(changed(causes="ab"), id="text-for-list"),
        pytest.param(changed(result="OK"), id="not-of-the-list"),
        pytest.param(changed(lines=[{"code": "UE1", "average": "1/0"}]), id="divided-by-zero"),
        pytest.param(changed(lines=[{"code": "UE1"}]), id="field-missing-inside"),
        pytest.param(changed(lines=None), id="no-lines"),
    ],
)
def test_another_text_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFacts):
        frozen_facts.read(Facts, text, form=FORM)


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        pytest.param(TEXT + " ", frozen_facts.digest(TEXT), id="another-text"),
        pytest.param(TEXT, None, id="no-digest"),
        pytest.param(None, frozen_facts.digest(TEXT), id="no-text"),
        pytest.param(None, None, id="neither"),
    ],
)
def test_a_text_without_its_own_digest_is_refused(text: str | None, digest: str | None) -> None:
    assert frozen_facts.unchanged(TEXT, frozen_facts.digest(TEXT)) == TEXT
    with pytest.raises(UnreadableFacts):
        frozen_facts.unchanged(text, digest)
