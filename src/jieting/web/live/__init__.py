"""Live pages: one stream of events for each browser, fed by the database's notifications."""
