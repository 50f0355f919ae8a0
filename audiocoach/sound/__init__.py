"""What is heard: clips, tones, and the filters and encoder that work on them."""
