"""An outlook as text for a terminal or a plain file."""

from __future__ import annotations

from jieting.documents.outlook import outlook_document
from jieting.documents.outlook_json import outlook_to_json
from jieting.documents.printed import printed
from jieting.documents.text import to_text
from jieting.documents.write import digest
from jieting.domain.outlook.outlook import Outlook


def outlook_to_text(outlook: Outlook, simulated: bool, lang: str) -> str:
    """The outlook as plain lines in ``lang``."""
    document = outlook_document(outlook, simulated)
    return to_text(printed(document, lang, digest(outlook_to_json(outlook, lang))))
