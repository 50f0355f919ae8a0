"""What people write: the routine file, its model, and the plan made of it."""
