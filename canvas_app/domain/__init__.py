"""The model: entities, canvases, changes and the arithmetic of fit. No files, no clock, no window."""
