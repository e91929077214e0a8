"""Real calls: an Asterisk of the tests, and SIPp as its carriers, callers and telephones."""
