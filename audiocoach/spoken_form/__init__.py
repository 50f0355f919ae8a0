"""What is written for the eye, written out for a voice: `3x10`, `~20%`, `e.g.`."""
