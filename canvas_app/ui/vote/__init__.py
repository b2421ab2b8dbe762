"""Dot voting in the window: the bar over the board, the card between two turns."""
