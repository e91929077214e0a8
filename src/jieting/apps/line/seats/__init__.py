"""Seats: who serves which queue, signs in and out, pauses, and steers the own call."""
