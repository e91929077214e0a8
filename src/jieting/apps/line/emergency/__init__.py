"""The emergency announcement, which a supervisor switches on and off."""
