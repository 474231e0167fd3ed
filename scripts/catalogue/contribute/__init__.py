"""The writing side: the commands and forms by which a practice becomes a record."""
