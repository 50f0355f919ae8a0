"""The voices there are: one module or more for each."""
