"""What hands do on the board: one object per press, with press, move, release and cancel."""
