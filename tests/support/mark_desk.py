"""A signed-in tutor and the page with the marks of their module."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from msp_du.domain.curriculum import Curriculum
from msp_du.extensions import transaction
from msp_du.models import Account, Cohort, Mark, Module
from tests.factories import (
    make_cohort,
    make_enrolment,
    make_marker,
    make_person,
    module_of,
    year_of,
)
from tests.support.client import PageClient, csrf_token, sign_in


@dataclass(frozen=True, slots=True)
class MarkDesk:
    """A signed-in tutor and the sheet of their module."""

    client: PageClient
    app: Flask
    session: Session
    cohort: Cohort
    module: Module
    tutor: Account

    @property
    def url(self) -> str:
        return f"/notes/{self.cohort.id}/{self.module.id}"

    def add(self, name: str = "Lefèvre", given_names: str = "Camille") -> UUID:
        with transaction() as s:
            person = make_person(s, birth_family_name=name, given_names=given_names)
            return year_of(s, make_enrolment(s, cohort=self.cohort, person=person)).id

    def field(self, year_id: UUID, number: int = 0, kind: str = "mark") -> str:
        return f"{kind}.{year_id.hex}.{self.module.assessments[number].id.hex}"

    def save(self, fields: dict[str, str], *, query: str = "", follow: bool = True) -> TestResponse:
        return self.client.submit(f"{self.url}{query}", fields, action=None, follow=follow)

    def cell(
        self, year_id: UUID, typed: str, seen: str = "0 ", *, number: int = 0, examiner: int = 1
    ) -> dict[str, str]:
        """A cell as the page's script sends it."""
        name = self.field(year_id, number).removeprefix("mark.")
        name = name if examiner == 1 else f"{name}.{examiner}"
        return {"name": name, "typed": typed, "seen": seen}

    def send(
        self,
        *cells: dict[str, str],
        query: str = "",
        reason: str | None = None,
        token: str | None = None,
        client: PageClient | None = None,
    ) -> TestResponse:
        """Save cells one by one, as the page's script does."""
        client = client or self.client
        return client.post(
            f"{self.url}/cellules{query}",
            json={"cells": list(cells)} | ({} if reason is None else {"reason": reason}),
            headers={"X-CSRFToken": csrf_token(client) if token is None else token},
        )

    def marks(self) -> dict[str, Decimal | str]:
        self.session.rollback()
        rows = self.session.execute(select(Mark)).scalars()
        return {
            f"{row.enrolment_year_id.hex}.{row.assessment_id.hex if row.assessment_id else ''}": (
                row.code.value if row.code else Decimal(row.hundredths or 0) / 100
            )
            for row in rows
        }


def open_mark_desk(
    app: Flask, client: PageClient, session: Session, *, content: Curriculum | None = None
) -> MarkDesk:
    """A cohort without anybody yet, and the tutor named for M112, signed in."""
    with transaction() as s:
        cohort = make_cohort(s, code="P26", content=content)
        module = module_of(s, cohort)
        tutor = make_marker(s, cohort, module)
    sign_in(client, tutor)
    return MarkDesk(client, app, session, cohort, module, tutor)
