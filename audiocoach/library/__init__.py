"""A routine file with its voices and caches, and the sessions made of it."""
