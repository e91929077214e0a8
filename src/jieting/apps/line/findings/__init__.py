"""What the switch told and what cannot be right, until somebody has settled it."""
