"""A file between the preview of an import and its confirmation: carried by the page, signed.

Nothing is kept on the server before an import is confirmed. The signature says that these bytes,
and what the preview said of them, come from this application, for this purpose and this account;
whoever confirms reads the file again from nothing.
"""

import base64
import zlib
from dataclasses import dataclass
from typing import Final

from flask import current_app
from itsdangerous import BadSignature, TimestampSigner
from werkzeug.datastructures import FileStorage

from msp_du.domain.errors import Rule, RuleViolation
from msp_du.web.access import current_account
from msp_du.web.fields import HiddenField
from msp_du.web.forms import BaseForm

LASTS_SECONDS: Final = 2 * 60 * 60
MAX_CHARACTERS: Final = 450_000
"""What a form's field may hold is 500 000 bytes (Flask's MAX_FORM_MEMORY_SIZE)."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A file, and the digest of what its preview said."""

    data: bytes
    meaning: str


class ConfirmForm(BaseForm):
    """Confirms a preview; ``staged`` holds its file."""

    staged = HiddenField()


def read_upload(upload: FileStorage, max_bytes: int) -> bytes:
    """Return the bytes of an uploaded file, one more than may be when it is too large."""
    return upload.stream.read(max_bytes + 1)


def stage(data: bytes, meaning: str, *, purpose: str) -> str:
    """Return the text that carries a file; RuleViolation IMPORT_TOO_LARGE if a page cannot."""
    packed = base64.urlsafe_b64encode(zlib.compress(meaning.encode() + b"\n" + data, 9))
    text = _signer(purpose).sign(packed).decode()
    if len(text) > MAX_CHARACTERS:
        raise RuleViolation(Rule.IMPORT_TOO_LARGE, field="file")
    return text


def staged(text: str | None, *, purpose: str) -> Staged:
    """Return what a preview carried; RuleViolation IMPORT_EXPIRED if it is not one of ours."""
    try:
        packed = _signer(purpose).unsign(text or "", max_age=LASTS_SECONDS)
    except BadSignature:
        raise RuleViolation(Rule.IMPORT_EXPIRED) from None
    meaning, _, data = zlib.decompress(base64.urlsafe_b64decode(packed)).partition(b"\n")
    return Staged(data, meaning.decode())


def _signer(purpose: str) -> TimestampSigner:
    salt = f"staging/{purpose}/{current_account().id}"
    return TimestampSigner(str(current_app.secret_key), salt=salt)
