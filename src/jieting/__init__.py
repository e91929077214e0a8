"""Jieting runs an outsourced hotline contract from the call to the settlement."""

__version__ = "0.1.0"
