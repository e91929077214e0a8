"""``python -m jieting`` is the ``jieting`` command."""

from jieting.cli.main import main

main()
