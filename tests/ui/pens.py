"""Pens as a tablet sends them."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtWidgets import QApplication, QWidget

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
NOWHERE = QPointF()
_CAN = QInputDevice.Capability.Position | QInputDevice.Capability.Hover | QInputDevice.Capability.Pressure


class Pen:
    """`end` turns it round; `barrel` holds its button; `clock` is the time of the next event in milliseconds."""

    def __init__(self, target: QWidget, number: int = 7):
        self._target = target
        kinds = QPointingDevice.PointerType
        self._ends = {
            kind: QPointingDevice(
                "pen",
                9,
                QInputDevice.DeviceType.Stylus,
                kind,
                _CAN,
                1,
                2,
                "",
                QPointingDeviceUniqueId.fromNumericId(number),
            )
            for kind in (kinds.Pen, kinds.Eraser)
        }
        self.end = kinds.Pen
        self.barrel = False
        self.down = False
        self.clock = 1000

    def turn_round(self) -> None:
        self.end = QPointingDevice.PointerType.Eraser

    def press(self, at: QPoint | QPointF, pressure: float = 0.5, button: Qt.MouseButton = LEFT) -> None:
        self.down = True
        self._send(QEvent.Type.TabletPress, at, pressure, button)

    def move(self, at: QPoint | QPointF, pressure: float | None = None) -> None:
        hard = pressure if pressure is not None else 0.5 if self.down else 0.0
        self._send(QEvent.Type.TabletMove, at, hard, NONE)

    def lift(self, at: QPoint | QPointF, button: Qt.MouseButton = LEFT) -> None:
        self.down = False
        self._send(QEvent.Type.TabletRelease, at, 0.0, button)

    def draw(self, *points: QPoint | QPointF) -> None:
        self.press(points[0])
        for at in points[1:]:
            self.move(at)
        self.lift(points[-1])

    def tap(self, at: QPoint | QPointF) -> None:
        self.draw(at)

    def come_near(self) -> None:
        self._send(QEvent.Type.TabletEnterProximity, NOWHERE, 0.0, NONE, QApplication.instance())

    def go_away(self) -> None:
        self._send(QEvent.Type.TabletLeaveProximity, NOWHERE, 0.0, NONE, QApplication.instance())

    def _send(
        self,
        kind: QEvent.Type,
        at: QPoint | QPointF,
        pressure: float,
        button: Qt.MouseButton,
        to: QObject | None = None,
    ) -> None:
        QApplication.sendEvent(to or self._target, self.event(kind, at, pressure, button))

    def event(
        self, kind: QEvent.Type, at: QPoint | QPointF = NOWHERE, pressure: float = 0.0, button: Qt.MouseButton = NONE
    ) -> QTabletEvent:
        self.clock += 8
        held = (LEFT if self.down and button != RIGHT else NONE) | (RIGHT if self.barrel or button == RIGHT else NONE)
        place = QPointF(at)
        event = QTabletEvent(
            kind,
            self._ends[self.end],
            place,
            self._target.mapToGlobal(place),
            pressure,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            Qt.KeyboardModifier.NoModifier,
            button,
            held,
        )
        event.setTimestamp(self.clock)
        return event
