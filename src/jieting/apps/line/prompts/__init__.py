"""What callers hear: recordings that people upload, or texts that a machine speaks."""
