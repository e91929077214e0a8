"""Solvers: the only place that knows OR-Tools."""
