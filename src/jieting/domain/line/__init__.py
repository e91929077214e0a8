"""The line: what a hotline's switch is told to do, and what it tells of the calls it had."""
