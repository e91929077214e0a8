"""Settled quarters: statements, signatures, payments suspended and resumed."""
