"""The line: the plan of the switch, what it tells of calls, queues, call-backs."""
