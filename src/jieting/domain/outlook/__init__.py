"""The outlook: what a month and a quarter may still come to, and what each line still needs."""
