"""The window. Qt Widgets; files only through canvas_app.app."""

# Before Qt: once PySide6 is loaded, it reads the source of every module that is imported.
import canvas_app.actions
import canvas_app.app.library
import canvas_app.app.settings  # noqa: F401
