"""Use cases: a board being edited, the library, settings and resources. Names no Qt."""
