"""Calls: one call, one row, exactly one outcome."""
