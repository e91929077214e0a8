"""Edits of a contract's TOML text: each changes what it says, and no other letter of the text."""
