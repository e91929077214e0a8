"""The simulated switch: it stands where a real one would, for training and demonstrations."""
