"""What a sentence asks of the coach, in the languages that have a table of sentences."""
