"""MP3 frames: how they are made, and what they say of themselves."""
