"""Sessions for the phone: a page, a podcast feed and the files, served on the local network."""
