"""Reading our TOML files: contracts, records. Every finding at once, with its line."""
