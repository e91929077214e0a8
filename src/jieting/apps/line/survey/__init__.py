"""Satisfaction by key: invited, answered, counted, and who never was asked."""
