"""Files of other programs, each form read into lines of a routine in plain text."""
