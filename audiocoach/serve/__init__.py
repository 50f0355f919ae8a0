"""Sessions for the phone: a page, a podcast feed and the files, served on the local network."""

PORT = 8463
"""The usual port: always the same, since a subscription has it in its address."""
