"""The line in one look: switch, calls, queues, agents."""
