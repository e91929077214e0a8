"""Rosters: who works which shift on which day - the problem, its rules, and the check."""
