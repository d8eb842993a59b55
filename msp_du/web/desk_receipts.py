"""Receipts of the desk in words: what was signed, and whether it still stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from msp_du.domain.ledger import SignedEntry
from msp_du.domain.vocabulary import Presence, SignatureVia
from msp_du.models import DeskReceipt
from msp_du.services.desk_receipts import ReceiptRow, SignedList
from msp_du.web import formatting, hours_lines
from msp_du.web.i18n import _, ngettext
from msp_du.web.labels import label


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One day of a list that was signed."""

    day: str
    times: str
    duration: str
    what: str


@dataclass(frozen=True, slots=True)
class ReceiptList:
    """One list of a receipt; ``notes`` say in whose place it was signed, and why."""

    trainee: str
    host: str
    lines: tuple[ReceiptLine, ...]
    total: str
    signature: str
    notes: tuple[str, ...]
    digest: str
    is_void: bool


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """A whole receipt."""

    moment: str
    lists: tuple[ReceiptList, ...]

    @property
    def is_void(self) -> bool:
        return any(one.is_void for one in self.lists)


def receipt_page(receipt: DeskReceipt, lists: Iterable[SignedList]) -> ReceiptPage:
    """Put a receipt in words."""
    return ReceiptPage(
        moment=formatting.moment(receipt.signed_at), lists=tuple(_list(one) for one in lists)
    )


def receipt_lines(rows: Iterable[ReceiptRow]) -> list[dict[str, str | None]]:
    """Put receipts in words, as items of a ``todo_list``."""
    return [
        {
            "title": _("Reçu du %(moment)s", moment=formatting.moment(row.signed_at)),
            "url": url_for("host_desk.show_receipt", receipt_id=row.id),
            "text": ngettext(
                "Une liste, %(total)s",
                "%(num)s listes, %(total)s",
                row.lists,
                total=formatting.hours(row.minutes),
            ),
            "tag": None,
            "tag_kind": None,
        }
        for row in rows
    ]


def _list(one: SignedList) -> ReceiptList:
    zone = ZoneInfo(one.time_zone)
    return ReceiptList(
        trainee=one.trainee,
        host=one.host,
        lines=tuple(_line(entry, zone) for entry in one.lines),
        total=formatting.hours(one.signature.minutes),
        signature=hours_lines.signature(one.signature),
        notes=tuple(_notes(one)),
        digest=one.signature.digest,
        is_void=one.is_void,
    )


def _notes(one: SignedList) -> Iterable[str]:
    if one.in_place_of is not None:
        yield _("En remplacement de %(name)s.", name=one.in_place_of.name)
    if one.signature.via is SignatureVia.PERSONAL_LINK:
        yield _("Signé par lien personnel.")


def _line(entry: SignedEntry, zone: ZoneInfo) -> ReceiptLine:
    kind = label(entry.kind)
    return ReceiptLine(
        day=hours_lines.short_day(entry.worked_on),
        times=hours_lines.times(entry, zone),
        duration=formatting.hours(entry.minutes),
        what=kind if entry.presence is Presence.PRESENT else label(entry.presence),
    )
