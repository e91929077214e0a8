"""The plan of a line: kept in revisions, checked, edited part by part, tried on the page."""
