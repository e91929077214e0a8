"""The audit administrator's room: searching, checking and exporting the audit log."""
