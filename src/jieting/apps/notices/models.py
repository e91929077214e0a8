"""What people are told, and how each wants to be told."""
