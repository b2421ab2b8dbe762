"""Data in and out as text: JSON, Markdown and CSV. Names no storage, no Qt, no files but the one it reads."""
