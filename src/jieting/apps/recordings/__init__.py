"""Recordings of calls: kept sealed, heard with a reason, deleted with a certificate."""
