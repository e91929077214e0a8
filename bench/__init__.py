"""How fast it is, beside what it is compared with, measured in the same run."""
