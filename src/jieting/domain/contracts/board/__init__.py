"""The clause board: every clause of a contract with its state in a month, and whose move it is.

What the assessment says of a month is taken from it and never counted again; the board adds the
moment: what is still open, how near an edge is, what is due next.
"""
