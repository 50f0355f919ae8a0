"""From a text to its clip: voices, and the cache of what they have said."""
