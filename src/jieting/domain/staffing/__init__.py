"""Staffing: how many agents a half hour needs for what the contract asks."""
