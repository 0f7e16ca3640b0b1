"""Takes in where a record lies: what was written, in which datum, and what is there."""
