"""Documents of placements in the demonstration, received once the placements are over."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from msp_du.demonstration.people import File, at
from msp_du.demonstration.setting import Setting
from msp_du.domain.vocabulary import Role
from msp_du.services import placement_documents

ARRIVES_AFTER: Final = timedelta(days=4)


def receive_documents(work: Setting, files: Collection[File], ago: int) -> None:
    """Note the documents of the placements of a year that is over; those of this year are due."""
    if ago == 0:
        return
    for file in files:
        placement = file.placements.get(ago)
        if placement is None or file.has_left:
            continue
        day = placement.periods[-1].ends_on + ARRIVES_AFTER
        placement_documents.receive(
            work.session,
            placement,
            received_on=day,
            actor=work.first(Role.REGISTRAR),
            now=at(day, 9),
        )
