"""The pure core: calls, figures, contracts. No I/O, no clock, no dice."""
