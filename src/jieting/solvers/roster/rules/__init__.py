"""The hard rules as constraints: one file each, the twin of the file in ``rostering/rules``."""
