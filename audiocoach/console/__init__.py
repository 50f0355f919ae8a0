"""The terminal that commands are typed into: what is printed there, and how options are read."""
