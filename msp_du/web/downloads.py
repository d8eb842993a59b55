"""Files that pages give to keep: bytes, their type, and a name that says nothing of whom."""

import re

from flask import Response, request

from msp_du.files.spreadsheet_writer import CSV, XLSX, Sheet, write_csv, write_xlsx
from msp_du.models import StoredFile

NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9.-]+")


def download(content: bytes | str, media_type: str, name: str) -> Response:
    """Give bytes made just now; what does not belong in a file's name becomes a hyphen."""
    response = Response(content, content_type=media_type)
    _name(response, name)
    return response


def sheet_download(sheet: Sheet, stem: str, *, as_csv: bool) -> Response:
    """Give a table as a workbook, or as CSV; the ending of the name follows."""
    if as_csv:
        return download(write_csv(sheet), CSV, f"{stem}.csv")
    return download(write_xlsx(sheet), XLSX, f"{stem}.xlsx")


def stored_download(file: StoredFile, name: str) -> Response:
    """Give stored bytes as they are; who has them already is told so, and they stay unread."""
    response = Response(mimetype=file.media_type)
    response.set_etag(file.sha256)
    _name(response, name)
    response.make_conditional(request)
    if response.status_code != 304:
        response.set_data(file.content)
    return response


def _name(response: Response, name: str) -> None:
    neutral = NOT_IN_NAMES.sub("-", name)
    response.headers["Content-Disposition"] = f'attachment; filename="{neutral}"'
