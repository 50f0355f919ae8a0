"""Many sessions at once: rows in, files and a manifest out, on any executor."""
