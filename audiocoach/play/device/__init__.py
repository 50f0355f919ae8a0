"""The ways to the ear: each sound library behind one protocol."""
