"""The books: what the two parties of a contract propose, answer and decide."""
