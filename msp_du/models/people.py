"""People, apart from their accounts: a document refers to a person, an account can go."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from msp_du.domain.names import Name
from msp_du.models.base import Base, Versioned, sort_key_type


class Person(Versioned, Base):
    """Somebody an institution knows; screens show the chosen name, documents the official one."""

    __tablename__ = "person"
    __table_args__ = (
        sa.UniqueConstraint("institution_id", "student_number"),
        sa.UniqueConstraint("id", "institution_id"),
        sa.Index("ix_person_list", "institution_id", "sort_key"),
    )

    institution_id: Mapped[UUID] = mapped_column(sa.ForeignKey("institution.id"))
    birth_family_name: Mapped[str] = mapped_column(sa.String(100))
    usage_family_name: Mapped[str | None] = mapped_column(sa.String(100))
    given_names: Mapped[str] = mapped_column(sa.String(120))
    chosen_given_name: Mapped[str | None] = mapped_column(sa.String(60))
    birth_date: Mapped[date | None]
    birth_place: Mapped[str | None] = mapped_column(sa.String(120))
    student_number: Mapped[str | None] = mapped_column(sa.String(40))
    ine: Mapped[str | None] = mapped_column(sa.String(11))
    sort_key: Mapped[str] = mapped_column(sort_key_type(300))

    @property
    def name(self) -> Name:
        return Name(
            birth_family_name=self.birth_family_name,
            usage_family_name=self.usage_family_name,
            given_names=self.given_names,
            chosen_given_name=self.chosen_given_name,
        )
