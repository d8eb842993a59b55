"""Files kept in the database: one transaction with the rows that name them, and one backup."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, deferred, mapped_column

from msp_du.domain.vocabulary import FileState
from msp_du.models.base import Base, Identified

MAX_FILE_BYTES = 10 * 1024 * 1024


class StoredFile(Identified, Base):
    """Bytes that never change, with their SHA-256; loaded only when asked for."""

    __tablename__ = "stored_file"
    __table_args__ = (
        sa.CheckConstraint(f"size > 0 AND size <= {MAX_FILE_BYTES}", name="size"),
        sa.UniqueConstraint("institution_id", "sha256"),
    )

    # No foreign key: an institution names its logo, and two tables cannot create each other first.
    institution_id: Mapped[UUID] = mapped_column(index=True)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(sa.String(80))
    state: Mapped[FileState] = mapped_column(default=FileState.READY)
    created_at: Mapped[datetime]
    content: Mapped[bytes] = deferred(mapped_column(sa.LargeBinary))
