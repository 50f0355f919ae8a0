"""The pages for a phone: their words, styles and scripts, and the session as a browser reads it."""
