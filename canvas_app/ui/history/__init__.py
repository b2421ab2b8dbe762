"""What the board was: its versions, step by step, and the copies that were put aside."""
