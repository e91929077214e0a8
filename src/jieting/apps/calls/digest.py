"""Digest of an import: one number over every call that it holds, worked out by the database."""

from __future__ import annotations

from django.db import connection

# The order is that of the calls' names, so that neither ids nor the order of insertion matter;
# callers go in as they are stored, sealed.
_DIGEST = """
SELECT encode(sha256(coalesce(string_agg(line, ''::bytea ORDER BY source, call_id), ''::bytea)),
    'hex'), count(*)
FROM (
    SELECT source, call_id, sha256(convert_to(json_build_array(
        contract_id, call_id, direction, queue, encode(caller_sealed, 'hex'),
        encode(caller_index, 'hex'), arrived_at, queued_at, answered_at, ended_at, outcome, agent,
        talk_s, hold_s, wrap_up_s, rating, recording, source, source_ref
    )::text, 'UTF8')) AS line
    FROM calls_call WHERE brought_by_id = %s
) AS lines
"""


def digest_of_import(import_id: int) -> str:
    """SHA-256 over the calls that an import holds now, as hex digits.

    It equals ``calls_digest`` of the import, and that of its audit line, as long as no call was
    added, changed or removed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DIGEST, [import_id])
        return str(cursor.fetchone()[0])
