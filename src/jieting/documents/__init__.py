"""Statements as text, JSON, Excel, PDF and Word: ``write.py`` writes, ``statement.py`` says what.

A statement is built once (``build.py``), becomes one document of cells (``layout.py``,
``sections.py``), is printed in one language (``printed.py``), and laid out by each format.
"""
