"""Making a roster: the CP-SAT model of a problem, one file per rule, its aims, and why it fails."""
