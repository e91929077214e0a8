"""A simulated switch in real time: what happens on the line of a plan, told as facts."""
