"""Sealed months: what was frozen, who signed, and what came later."""
