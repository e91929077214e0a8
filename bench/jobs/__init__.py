"""What is measured: each a program of its own, so that its memory and time are its own."""
