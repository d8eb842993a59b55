"""From the bytes of a file to its content, or to all there is to correct in it."""

from collections.abc import Callable
from typing import TypeVar

from msp_du.files.faults import Fault, FaultKind, FileFaults
from msp_du.files.yaml_cursor import Cursor, Findings
from msp_du.files.yaml_nodes import NotReadable, parse

Content = TypeVar("Content")


def read_file(
    data: bytes, content: Callable[[Cursor], Content], refusal: type[FileFaults]
) -> Content:
    """Return what ``content`` makes of a file; raise ``refusal`` with all its faults at once."""
    try:
        root = parse(data)
    except NotReadable as error:
        details = {"line": str(error.line), "column": str(error.column)}
        fault = Fault("", FaultKind(error.kind), error.line, details)
        raise refusal((fault,)) from error
    findings = Findings()
    made = content(Cursor(root, "", findings))
    faults = findings.in_file_order()
    if faults:
        raise refusal(faults)
    return made
