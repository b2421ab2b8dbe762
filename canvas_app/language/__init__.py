"""Plain language: checks of value statements over word lists that are data."""
