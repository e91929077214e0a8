"""The gate, which is asked whether a person may serve a queue now."""
