"""Between Qt's clipboard and drag data and plain bytes by MIME type."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QByteArray, QMetaType, QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from canvas_app.exchange.clipboard import HTML, PLAIN, READ

PNG = "image/png"
_QT_IMAGE = "application/x-qt-image"
"""What Qt turns into the picture format of each system."""
log = logging.getLogger(__name__)

Later = Callable[[], bytes]


def formats_in(mime: QMimeData | None) -> dict[str, bytes]:
    """What we read of it; nothing where its owner has gone away. Pictures are not even asked for."""
    if mime is None:
        return {}
    found: dict[str, bytes] = {}
    for name in READ:
        if not mime.hasFormat(name):
            continue
        if name == PLAIN:
            found[name] = mime.text().encode("utf-8", "ignore")
        elif name == HTML:
            found[name] = mime.html().encode("utf-8", "ignore")
        else:
            found[name] = bytes(mime.data(name).data())
    if PLAIN not in found and mime.hasUrls():
        found[PLAIN] = "\n".join(url.toString() for url in mime.urls() if not url.isLocalFile()).encode()
    return {name: data for name, data in found.items() if data}


def on_clipboard() -> dict[str, bytes]:
    return formats_in(QGuiApplication.clipboard().mimeData())


class _Offer(QMimeData):
    """Data of which some formats are made when a program asks for them, once."""

    def __init__(self, later: Mapping[str, Later]):
        super().__init__()
        self._later = dict(later)
        self._made: dict[str, bytes] = {}

    def formats(self) -> list[str]:
        return [*super().formats(), *self._later, *([_QT_IMAGE] if PNG in self._later else [])]

    def hasFormat(self, name: str) -> bool:
        return name in self.formats()

    def retrieveData(self, name: str, kind: QMetaType | QMetaType.Type) -> Any:
        if name == _QT_IMAGE and PNG in self._later:
            return QImage.fromData(self._bytes(PNG))
        return QByteArray(self._bytes(name)) if name in self._later else super().retrieveData(name, kind)

    def _bytes(self, name: str) -> bytes:
        if name not in self._made:
            try:
                self._made[name] = self._later[name]()
            except Exception:
                log.exception("nothing to paste as %s", name)
                self._made[name] = b""
        return self._made[name]


def put_on_clipboard(formats: Mapping[str, bytes | Later]) -> None:
    """By MIME type; what is a function is called when a program asks for that format."""
    later = {name: data for name, data in formats.items() if not isinstance(data, bytes)}
    if isinstance(png := formats.get(PNG), bytes):
        later[PNG] = lambda: png
    mime = _Offer(later)
    for name, data in formats.items():
        if not isinstance(data, bytes) or name in later:
            continue
        if name == PLAIN:
            mime.setText(data.decode())
        elif name == HTML:
            mime.setHtml(data.decode())
        else:
            mime.setData(name, data)
    QGuiApplication.clipboard().setMimeData(mime)
