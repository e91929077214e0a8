"""The running system: its health, its numbers, and the system administrator's page."""
