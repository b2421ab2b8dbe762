"""How long the disk takes for a step."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

SLOW = 0.03
"""Seconds that all but one in twenty steps must stay below."""
KEPT, LEAST = 40, 8


class CommitTimes:
    """The last steps' times in seconds, as `taken`."""

    def __init__(self) -> None:
        self.taken: deque[float] = deque(maxlen=KEPT)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """For steps that succeed."""
        start = time.perf_counter()
        yield
        self.taken.append(time.perf_counter() - start)

    @property
    def slow(self) -> bool:
        ordered = sorted(self.taken)
        return len(ordered) >= LEAST and ordered[round(0.95 * (len(ordered) - 1))] > SLOW
