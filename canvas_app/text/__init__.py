"""Which font draws what, shaping and line breaking: one text engine for screen and paper (DESIGN 8, PDF.md 3)."""
