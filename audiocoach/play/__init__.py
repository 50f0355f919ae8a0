"""The outlet to the ear: a session through the sound device, with a display."""
