"""Records that are there twice: how they are found, shown and joined."""
