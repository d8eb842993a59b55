"""The curriculum file, ``msp-du/curriculum@1``: ``read`` and ``write`` (exam-rules §1).

``write(read(data)) == data`` for every file that came from ``write``; any other file keeps its
content and takes this form.
"""

from msp_du.files.curriculum_reader import CurriculumFaults, read
from msp_du.files.curriculum_writer import FORMAT, digest, rules_text, write
from msp_du.files.faults import Fault, FaultKind
from msp_du.files.yaml_nodes import MAX_BYTES

__all__ = [
    "FORMAT",
    "MAX_BYTES",
    "CurriculumFaults",
    "Fault",
    "FaultKind",
    "digest",
    "read",
    "rules_text",
    "write",
]
