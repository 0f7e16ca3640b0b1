"""Which records a query asks for, how many there are, and what is said about them."""
