"""Reports and self-assessments: what is due, what was written, what was handed in."""
