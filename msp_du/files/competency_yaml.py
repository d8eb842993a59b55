"""The competency file, ``msp-du/competencies@1``: ``read`` and ``write`` (domain §2).

``write(read(data)) == data`` for every file that came from ``write``; any other file keeps its
content and takes this form.
"""

from msp_du.files.competency_reader import CompetencyFaults, read
from msp_du.files.competency_writer import FORMAT, digest, write
from msp_du.files.faults import Fault, FaultKind
from msp_du.files.yaml_nodes import MAX_BYTES

__all__ = [
    "FORMAT",
    "MAX_BYTES",
    "CompetencyFaults",
    "Fault",
    "FaultKind",
    "digest",
    "read",
    "write",
]
