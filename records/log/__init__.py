"""What was done to records: who, when, why, and how to take it back."""
