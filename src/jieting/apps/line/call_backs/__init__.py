"""Call-backs: who is to be called back, who does it, and what came of it."""
