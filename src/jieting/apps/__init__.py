"""The Django apps, each a room of the product; writes are actions, reads are queries."""
