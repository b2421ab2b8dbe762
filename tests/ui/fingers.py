"""Touch points as a touch screen sends them."""

from typing import ClassVar

from PySide6.QtCore import QEvent, QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QEventPoint, QInputDevice, QPointingDevice, QTouchEvent
from PySide6.QtWidgets import QApplication, QWidget

State = QEventPoint.State


class Contact(QEventPoint):
    """PySide has no way to say how large a contact is."""

    size = QSizeF()

    def ellipseDiameters(self) -> QSizeF:
        return self.size


class Touched(QTouchEvent):
    contacts: ClassVar[list[QEventPoint]] = []

    def points(self) -> list[QEventPoint]:
        return self.contacts


class Fingers:
    """Every event carries all fingers that are down; those that did not move are stationary, at no sensible place."""

    def __init__(self, target: QWidget, kind: QInputDevice.DeviceType = QInputDevice.DeviceType.TouchScreen):
        self._target = target
        self._device = QPointingDevice(
            "screen",
            8,
            kind,
            QPointingDevice.PointerType.Finger,
            QInputDevice.Capability.Position,
            10,
            0,
        )
        self.down: dict[int, QPointF] = {}
        self.clock = 1000
        self.size = QSizeF()
        """How large the contacts are, in pixels; empty where the screen does not tell."""

    def press(self, **points: QPoint | QPointF) -> None:
        """`f0=point, f1=point`: in pixels of the widget."""
        self._send(State.Pressed, points)

    def move(self, **points: QPoint | QPointF) -> None:
        self._send(State.Updated, points)

    def lift(self, *names: str) -> None:
        self._send(State.Released, {name: self.down[int(name[1:])] for name in names or self._names()})

    def tap(self, **points: QPoint | QPointF) -> None:
        for name, at in points.items():
            self.press(**{name: at})
        for name in points:
            self.lift(name)

    def drag(self, start: QPoint, end: QPoint, name: str = "f0") -> None:
        self.press(**{name: start})
        for share in (0.3, 0.7, 1.0):
            self.move(**{name: start + (end - start) * share})
        self.lift(name)

    def cancel(self) -> None:
        points = [QEventPoint(n, State.Released, at, self._global(at)) for n, at in self.down.items()]
        self.down.clear()
        self._deliver(QEvent.Type.TouchCancel, points)

    def _names(self) -> list[str]:
        return [f"f{finger}" for finger in self.down]

    def _send(self, state: State, points: dict[str, QPoint | QPointF]) -> None:
        touched = {int(name[1:]): QPointF(at) for name, at in points.items()}
        first = not self.down
        sent = []
        for finger in {**self.down, **touched}:
            own = state if finger in touched else State.Stationary
            at = touched.get(finger, QPointF(-999, -999))
            contact = Contact(finger, own, at, self._global(at))
            contact.size = self.size
            sent.append(contact)
        self.down.update(touched)
        if state == State.Released:
            for finger in touched:
                del self.down[finger]
        kind = QEvent.Type.TouchBegin if first else QEvent.Type.TouchUpdate if self.down else QEvent.Type.TouchEnd
        self._deliver(kind, sent)

    def _global(self, at: QPointF) -> QPointF:
        return self._target.mapToGlobal(at)

    def _deliver(self, kind: QEvent.Type, points: list[QEventPoint]) -> None:
        self.clock += 10
        event = Touched(kind, self._device, Qt.KeyboardModifier.NoModifier, points)
        event.contacts = points
        event.setTimestamp(self.clock)
        QApplication.sendEvent(self._target, event)
