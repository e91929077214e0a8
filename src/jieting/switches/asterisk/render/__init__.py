"""The configuration of an Asterisk, made of plans: text alone, no file is written here."""
