"""Between Qt's clipboard and drag data and plain bytes by MIME type."""

from collections.abc import Mapping

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from canvas_app.exchange.clipboard import HTML, PLAIN, READ


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


def put_on_clipboard(formats: Mapping[str, bytes]) -> None:
    mime = QMimeData()
    for name, data in formats.items():
        if name == PLAIN:
            mime.setText(data.decode())
        elif name == HTML:
            mime.setHtml(data.decode())
        else:
            mime.setData(name, data)
    QGuiApplication.clipboard().setMimeData(mime)
