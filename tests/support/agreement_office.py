"""The coordinator's steps with an agreement, and how its pages read."""

import re
from io import BytesIO
from uuid import UUID

from PIL import Image
from sqlalchemy import select

from msp_du.domain.vocabulary import Role
from msp_du.extensions import db, transaction
from msp_du.models import Agreement, AgreementSigner, Enrolment
from tests.factories import make_account, make_placement
from tests.support.client import PageClient, main_text
from tests.support.office import Office


def make_unsigned(office: Office) -> UUID:
    """Place the office's trainee, who has an account, without an agreement yet."""
    with office.app.app_context(), transaction() as session:
        enrolment = session.get_one(Enrolment, office.enrolment_id)
        make_account(
            session,
            Role.TRAINEE,
            person=enrolment.person,
            cohort=enrolment.cohort,
            email="stagiaire@example.org",
        )
        return make_placement(session, enrolment=enrolment, is_signed=False).id


def words(text: str) -> str:
    return main_text(text).replace("\u00a0", " ")


def seen(client: PageClient, url: str) -> str:
    """The words of a page."""
    return client.page(url).replace("\u00a0", " ")


def last(office: Office) -> Agreement:
    with office.app.app_context():
        statement = select(Agreement).order_by(Agreement.number.desc(), Agreement.edition.desc())
        paper = db.session().scalars(statement).first()
        assert paper is not None
        return paper


def signers(office: Office) -> dict[str, AgreementSigner]:
    paper_id = last(office).id
    with office.app.app_context():
        found = db.session().scalars(
            select(AgreementSigner).where(AgreementSigner.agreement_id == paper_id)
        )
        return {each.capacity.value: each for each in found}


def scan() -> tuple[BytesIO, str]:
    image = BytesIO()
    Image.new("RGB", (60, 80), "white").save(image, "PNG")
    image.seek(0)
    return image, "signe.png"


def prepared(office: Office, placement_id: UUID, **fields: str | list[str]) -> str:
    """Prepare a draft with the pre-filled form, send it; return the address of its page."""
    form = f"/conventions/stages/{placement_id}/preparer"
    ticked = re.findall(
        r'name="signers"[^>]*value="([^"]+)"[^>]*checked', office.client.get(form).text
    )
    assert len(ticked) == 3
    office.client.submit(form, {"signers": ticked} | fields)
    url = f"/conventions/{last(office).id}"
    office.client.submit(f"{url}/envoyer", {}, follow=True)
    return url
