"""Settings and entry points: how the parts are put together to a running product."""
