"""The board on screen: a scene that mirrors the model, its view, and the gestures that change it."""
