"""The log of sessions done: what was played when, how far, and where to go on."""
