"""The board as a tree: the keyboard's and the screen reader's twin of the canvas."""
