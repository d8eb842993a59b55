"""The pages of a verification, each drawn once for a language and variant, then filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from math import ceil
from urllib.parse import quote, urlsplit

from babel.dates import format_date
from flask import current_app, render_template, request

from msp_du.config import Config
from msp_du.domain.vocabulary import DocumentKind, Language
from msp_du.files.spreadsheet_text import is_control
from msp_du.services.verification import Answer, Paper, Verdict
from msp_du.web.fields import TextField
from msp_du.web.formatting import moment
from msp_du.web.forms import BaseForm
from msp_du.web.frames import fill, gap
from msp_du.web.i18n import _, current_language, lazy, ngettext
from msp_du.web.locale import asked

MINUTE, HOUR = 60, 3600
START = "/v"


class Fault(StrEnum):
    """What is wrong with something typed."""

    MISSING = "missing"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, kept in the page when it is refused."""

    code: str = ""
    family_name: str = ""


class VerificationForm(BaseForm):
    """The two things to type; it is only drawn by this class, never read."""

    code = TextField(
        lazy("Code du document"),
        hint=lazy("Imprimé sous le carré à scanner : 17 lettres et chiffres, par quatre"),
        width=20,
        autocomplete="off",
        spellcheck=False,
    )
    family_name = TextField(
        lazy("Nom de famille"),
        hint=lazy("Tel qu’il est imprimé : nom de naissance ou nom d’usage"),
        width=20,
        autocomplete="off",
        spellcheck=False,
    )


def form(
    typed: Typed,
    *,
    code_fault: Fault | None = None,
    name_fault: Fault | None = None,
    wait_seconds: int = 0,
) -> str:
    """Return the page that asks, with what was typed and what is wrong with it."""
    is_limited = wait_seconds > 0

    def draw() -> str:
        drawn = VerificationForm(
            formdata=None,
            data={"code": gap("code"), "family_name": gap("family_name")},
            meta={"csrf": False},
        )
        drawn.code.errors = (_CODE_FAULTS[code_fault],) if code_fault else ()
        drawn.family_name.errors = (_NAME_MISSING,) if name_fault else ()
        if is_limited:
            drawn.form_errors.append(_limited(gap("wait")))
        return render_template("verification/form.html", form=drawn, here=gap("here"))

    words = {
        "code": _shown(typed.code),
        "family_name": _shown(typed.family_name),
        "here": quote(request.path),
        "wait": _wait(wait_seconds) if is_limited else "",
    }
    return fill(("form", asked(), code_fault, name_fault, is_limited), draw, words)


def verdict(found: Verdict) -> str:
    """Return the page that answers; without a match it says the same whatever was typed."""
    paper = found.paper
    shape = (paper.kind, bool(paper.usage_name), bool(paper.contact)) if paper else None
    is_specimen = bool(paper and paper.is_specimen)

    def draw() -> str:
        config: Config = current_app.extensions["msp_du_config"]
        return render_template(
            "verification/verdict.html",
            answer=found.answer.value,
            rows=_rows(found.answer, paper) if paper else [],
            contact=gap("contact") if paper and paper.contact else None,
            moment=gap("moment"),
            is_specimen=is_specimen,
            host=urlsplit(config.public_url).netloc,
            here=START,
        )

    words = _words(found, paper) if paper else {}
    return fill(("verdict", asked(), found.answer, shape, is_specimen), draw, words)


def _rows(answer: Answer, paper: Paper) -> list[dict[str, object]]:
    """Return what the paper says, to be compared line by line; gaps stand for the values."""
    kind = _KINDS[paper.kind]
    rows = [
        (_("Document"), kind if paper.year is None else gap("kind"), False),
        (_("Numéro"), gap("number"), False),
        (_("Établissement"), gap("institution"), True),
    ]
    if answer is Answer.REVOKED:
        return _lines([*rows, (_("Annulé le"), gap("ended_on"), False)])
    rows.insert(0, (_("Intitulé"), gap("title"), True))
    if answer is Answer.REPLACED:
        return _lines(rows)
    holder = [(_("Délivré à"), gap("holder"), True)]
    if paper.usage_name:
        holder.append((_("Nom d’usage"), gap("usage_name"), True))
    dates = [
        (_("Délivré le"), gap("issued_on"), False),
        (_("Décision du jury"), gap("decided_on"), False),
    ]
    return _lines([*holder, *rows, *dates])


def _lines(rows: list[tuple[str, str, bool]]) -> list[dict[str, object]]:
    return [{"key": key, "value": value, "typed": typed} for key, value, typed in rows]


def _words(found: Verdict, paper: Paper) -> Mapping[str, str]:
    language = current_language()
    return {
        "kind": _(
            "Relevé de notes, année %(number)s (%(label)s)",
            number=paper.year,
            label=paper.academic_year,
        )
        if paper.year
        else "",
        "number": paper.number,
        "title": paper.title,
        "institution": paper.institution,
        "contact": paper.contact or "",
        "holder": paper.holder,
        "usage_name": paper.usage_name or "",
        "issued_on": _day(paper.issued_on, language),
        "decided_on": _day(paper.decided_on, language),
        "ended_on": _day(found.ended_on, language) if found.ended_on else "",
        "moment": moment(datetime.now(UTC)),
    }


@lru_cache(maxsize=512)
def _day(value: date, language: Language) -> str:
    """Return the day as paper says it, "1 July 2026", in French with « 1er »."""
    first = value.day == 1 and language is Language.FRENCH
    return format_date(value, "d'er' MMMM y" if first else "d MMMM y", locale=language.value)


def _shown(typed: str) -> str:
    return "".join(sign for sign in typed if not is_control(sign))


def _limited(wait: str) -> str:
    return _(
        "Trop d’essais n’ont rien trouvé. Cela ne dit rien du document. Réessayez dans %(wait)s.",
        wait=wait,
    )


def _wait(seconds: int) -> str:
    if seconds <= HOUR:
        return ngettext("une minute", "%(num)s minutes", ceil(seconds / MINUTE))
    return ngettext("une heure", "%(num)s heures", ceil(seconds / HOUR))


_KINDS = {
    DocumentKind.CERTIFICATE: lazy("Diplôme d’université"),
    DocumentKind.TRANSCRIPT: lazy("Relevé de notes"),
}
_CODE_FAULTS = {
    Fault.MISSING: lazy("Saisissez le code imprimé sur le document."),
    Fault.MALFORMED: lazy(
        "Ce code est incomplet ou contient une faute : il compte 17 lettres et chiffres. "
        "Relisez-le sur le document."
    ),
}
_NAME_MISSING = lazy("Saisissez le nom de famille imprimé sur le document.")
