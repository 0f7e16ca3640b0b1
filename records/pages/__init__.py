"""Pages of records and of those who work on them."""
