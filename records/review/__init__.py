"""Records on their way to the public: moves, proposals of changes, conflicts, the queue."""
