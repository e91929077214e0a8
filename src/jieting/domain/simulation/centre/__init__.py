"""The centre simulated: calls, queues and agents in compiled kernels, by specification and seed.

``spec`` says what a centre is, ``spec_file`` reads one, ``run`` simulates it, ``summary`` gives
means with their intervals, ``rows`` yields calls; ``month`` simulates one queue's remaining half
hours, and ``fit`` finds the distributions in stored calls.
"""
