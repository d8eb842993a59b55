"""Bytes kept in the database: the same bytes of an institution are kept once."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from msp_du.models import StoredFile


def keep(
    session: Session, institution_id: UUID, content: bytes, media_type: str, *, now: datetime
) -> StoredFile:
    """Return the row of these bytes, made if there is none yet."""
    sha256 = hashlib.sha256(content).hexdigest()
    statement = select(StoredFile).where(
        StoredFile.institution_id == institution_id, StoredFile.sha256 == sha256
    )
    file = session.execute(statement).scalar_one_or_none()
    if file is None:
        file = StoredFile(
            institution_id=institution_id,
            sha256=sha256,
            size=len(content),
            media_type=media_type,
            created_at=now,
            content=content,
        )
        session.add(file)
        session.flush()
    return file
