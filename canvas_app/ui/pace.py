"""How soon what is typed is written down: at a pause, and at the latest after a second."""

SOON, LATEST = 250, 1000
"""Milliseconds after the last key, and after the first one that is not written down."""


class Pace:
    """On a slow disk typing waits for its second; whatever hands do is written down at once all the same."""

    slow = False

    def pause(self, since: int) -> int:
        """Milliseconds to wait, where the first key was `since` milliseconds ago."""
        return max(0, min(LATEST if self.slow else SOON, LATEST - since))


in_force = Pace()
