"""The hard rules of a roster, one file each: what it forbids, and where a roster breaks it."""
