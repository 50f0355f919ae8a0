"""What a session shows while it is heard: lines, or the full screen."""
