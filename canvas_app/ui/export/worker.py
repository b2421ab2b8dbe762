"""One thread that does one thing after the other beside the window, which hears of it in its own thread."""

from __future__ import annotations

import gc
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject

T = TypeVar("T")
Step = Callable[[str], None]
_HEARD = QEvent.Type(QEvent.registerEventType())

USUAL_TURN, TURN = sys.getswitchinterval(), 0.0005
"""Seconds after which a thread lets another one have Python, while work goes on: the window would wait for ten times
that before every call otherwise."""


class Cancelled(Exception):
    """Raised within the work by `Task.step` once nobody wants its result."""


class Task(Generic[T]):
    """Something that was asked for. After `cancel` nothing is heard of it any more."""

    def __init__(
        self,
        tell: Callable[[Task[Any], str], None],
        work: Callable[[Step], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        told: Callable[[str], None],
    ):
        self._tell, self.work = tell, work
        self.done, self.failed, self.told = done, failed, told
        self.cancelled = False
        self._said = ""
        self.over = False
        """Whether it has ended, by a result, by an error or cancelled."""

    def cancel(self) -> None:
        self.cancelled = self.over = True

    def step(self, words: str) -> None:
        """For the work: says what it is at. Raises Cancelled."""
        if self.cancelled:
            raise Cancelled
        if words != self._said:
            self._said = words
            self._tell(self, words)


@contextmanager
def _beside() -> Iterator[None]:
    """Gives way to the window: threads take turns more often, and nobody looks for garbage.

    With all the objects that lie about during work, that search would stop the window for a quarter of a second.
    """
    collects = gc.isenabled()
    sys.setswitchinterval(TURN)
    gc.disable()
    try:
        yield
    finally:
        sys.setswitchinterval(USUAL_TURN)
        gc.freeze()
        gc.unfreeze()  # what is left counts as old now, and is not looked at at once
        if collects:
            gc.enable()


class Worker(QObject):
    """Its thread lives from the first question to `leave`, which waits for nothing."""

    _leaving: ClassVar[set[Worker]] = set()

    def __init__(self) -> None:
        super().__init__()
        self._asked: SimpleQueue[Task[Any] | None] = SimpleQueue()
        self._heard: deque[tuple[Task[Any] | None, str, Any]] = deque()
        self._thread: threading.Thread | None = None
        self._tasks: list[Task[Any]] = []
        self._left = False

    def ask(
        self,
        work: Callable[[Step], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        told: Callable[[str], None] = lambda words: None,
    ) -> Task[T]:
        """Has `work(step)` done in the thread, and then one of the others called in the window's.

        What is asked after `leave` is not done: its thread would keep the app from ending.
        """
        task = Task(self._tell, work, done, failed, told)
        if self._left:
            task.cancel()
            return task
        self._tasks = [one for one in self._tasks if not one.over]
        self._tasks.append(task)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="export")
            self._thread.start()
        self._asked.put(task)
        return task

    @property
    def idle(self) -> bool:
        """Whether nothing is asked for and the thread is not at work for anybody."""
        return all(task.over for task in self._tasks)

    def leave(self) -> None:
        """Nobody wants anything any more: the thread ends as soon as the work comes to its next step."""
        self._left = True
        for task in self._tasks:
            task.cancel()
        if self._thread is not None:
            Worker._leaving.add(self)
            self._asked.put(None)

    @classmethod
    def wait_for_all(cls) -> None:
        """Until every thread has ended whose worker was left."""
        for worker in list(cls._leaving):
            worker._join()

    def _join(self) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        Worker._leaving.discard(self)

    # in the thread

    def _run(self) -> None:
        while (task := self._asked.get()) is not None:
            if task.cancelled:
                continue
            try:
                with _beside():
                    found = task.work(task.step)
                self._hear(task, "done", found)
            except Cancelled:
                pass
            except Exception as error:
                self._hear(task, "failed", error)
        self._hear(None, "left", None)

    def _tell(self, task: Task[Any], words: str) -> None:
        self._hear(task, "told", words)

    def _hear(self, task: Task[Any] | None, what: str, value: Any) -> None:
        self._heard.append((task, what, value))
        QCoreApplication.postEvent(self, QEvent(_HEARD))

    # in the window's thread

    def event(self, event: QEvent) -> bool:
        if event.type() != _HEARD:
            return super().event(event)
        while self._heard:
            task, what, value = self._heard.popleft()
            if task is None:
                self._join()
            elif not task.cancelled:
                task.over = what != "told"
                getattr(task, what)(value)
        return True
