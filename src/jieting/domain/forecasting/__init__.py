"""Forecasts: how many calls come in the coming half hours, and how long each takes."""
