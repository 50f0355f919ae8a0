"""The left wing, upstairs: from a routine to a score, and the score's timetable."""
