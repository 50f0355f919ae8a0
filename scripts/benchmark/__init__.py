"""What scripts/bench.py is made of. The parts that measure need the standard library alone."""
