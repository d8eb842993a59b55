"""Where the templates, the style sheets and the fonts of documents lie, and their version."""

import hashlib
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parents[1]
TEMPLATES: Final = PACKAGE / "templates" / "pdf"
PRINT: Final = PACKAGE / "static" / "print"
FONTS: Final = PRINT / "fonts"


def _digest() -> str:
    """Return a short digest of everything that decides how a document looks."""
    total = hashlib.sha256()
    for folder in (TEMPLATES, PRINT):
        for path in sorted(file for file in folder.rglob("*") if file.is_file()):
            content = hashlib.sha256(path.read_bytes())
            total.update(f"{path.relative_to(PACKAGE)} {content.hexdigest()}\n".encode())
    return total.hexdigest()[:16]


TEMPLATE_VERSION: Final = _digest()
"""Changes with any template, style sheet or font; kept with each document issued."""
