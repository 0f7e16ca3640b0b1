"""Records as marks, rings and shades."""
