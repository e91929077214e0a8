"""The simulated month: arrivals, menu, queue, handling and ratings, from uniform numbers alone."""
