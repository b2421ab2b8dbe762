"""The window. Qt Widgets; files only through canvas_app.app."""
