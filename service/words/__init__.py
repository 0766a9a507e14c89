"""Hold the words that people read: the lists of the keys and the two halves of aliases."""
