"""A certificate of deletion as a document that both parties can print and keep."""

from __future__ import annotations

from jieting.apps.calls.rows import clock, duration
from jieting.apps.recordings.classes import WORDS, Retention
from jieting.apps.recordings.models import Certificate
from jieting.documents.document import Align, Column, Document, Section, code, data, words
from jieting.domain.contracts.model import Contract
from jieting.domain.said import say, verbatim

_COLUMNS = (
    Column(say("Call"), 22),
    Column(say("Began"), 18),
    Column(say("Length"), 9, Align.CENTER),
    Column(say("Kept as"), 15),
    Column(say("SHA-256 of the sound"), 36),
)


def certificate_document(row: Certificate, terms: Contract) -> Document:
    """What was deleted, by whom, when and why, and the list with every digest."""
    made = row.made_at.astimezone(terms.zone)
    return Document(
        name="certificate",
        title=say("Certificate of deletion"),
        subtitle=say("Recordings of calls, certificate {number}", number=row.number),
        stamp=None,
        meta=(
            (say("Purchaser"), verbatim(terms.parties.purchaser)),
            (say("Supplier"), verbatim(terms.parties.supplier)),
            (say("Contract"), verbatim(terms.title)),
            (say("Contract number"), verbatim(terms.id)),
            (say("Deleted at"), verbatim(made.strftime("%Y-%m-%d %H:%M:%S"))),
            (say("Deleted by"), verbatim(row.made_by_name)),
            (say("Reason of the deletion"), verbatim(row.reason)),
            (say("Time zone"), verbatim(str(terms.zone))),
        ),
        result=(
            say("{n} recordings, {length} in all.", n=row.recordings, length=duration(row.seconds)),
            say(
                "Their time was over and nothing held them. The files were overwritten and removed."
            ),
            say("Backups made before still hold them, sealed, until they are removed themselves."),
            say("SHA-256 of the list: {digest}", digest=row.digest),
        ),
        sections=(_listed(row, terms),),
        signatures=((say("Supplier (seal)"), terms.parties.supplier),),
        footer=say(
            "Contract {contract}, certificate of deletion {number}",
            contract=terms.id,
            number=row.number,
        ),
        day=str(made.date()),
    )


def _listed(row: Certificate, terms: Contract) -> Section:
    title = say("What was deleted")
    rows = tuple(
        (
            data(f"{one['call']} / {one['part']}"),
            code(clock(one["began_at"], terms.zone)),
            code(duration(one["milliseconds"] // 1000)),
            words(WORDS[Retention(one["retention"])]),
            code(one["digest"] or "-"),
        )
        for one in row.listed
    )
    return Section("certificate_listed", title, title, _COLUMNS, rows)
