"""Board files: one SQLite file a board, every change in it before it counts."""
