"""How fast the registry is with more records than there are: synthetic data, and measurements."""
