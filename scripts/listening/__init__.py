"""What scripts/listen.py is made of."""
