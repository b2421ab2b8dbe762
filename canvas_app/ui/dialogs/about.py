"""About: which version this is, and whose work is in it."""

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QLabel, QTextBrowser, QWidget

from canvas_app.text.fonts import report
from canvas_app.ui.dialogs.form import FormDialog
from canvas_app.ui.theme import colour

PARTS = (
    ("pydantic", "MIT"),
    ("sqlite-utils", "Apache-2.0"),
    ("reportlab", "BSD-3-Clause"),
    ("uharfbuzz", "Apache-2.0"),
    ("platformdirs", "MIT"),
    ("filelock", "MIT"),
)


def show_about(parent: QWidget | None) -> None:
    dialog = AboutDialog(parent)
    dialog.exec()
    dialog.deleteLater()


def installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


class AboutDialog(FormDialog):
    def __init__(self, parent: QWidget | None):
        super().__init__(parent, "Value Canvas", "Close")
        self.cancel.hide()
        self.version = QLabel(f"Version {installed('value-canvas') or 'of a checkout'}, MIT licence. Works offline.")
        self.version.setProperty("muted", True)
        self.licences = QTextBrowser()
        self.licences.setOpenLinks(False)
        self.licences.setAccessibleName("Licences")
        self.licences.setHtml(_licences())
        self.licences.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.body.addWidget(self.version)
        self.body.addWidget(self.licences, 1)
        self.resize(520, 460)
        self.main.setFocus()


def _licences() -> str:
    fonts = report()
    rows = [(f"Qt for Python {installed('PySide6-Essentials')} (Qt {qVersion()})", "LGPL-3.0")]
    rows += [(f"{name} {number}".strip(), licence) for name, licence in PARTS if (number := installed(name))]
    muted = colour("muted").name()
    parts = "".join(
        f"<tr><td style='padding: 3px 24px 3px 0'>{name}</td><td>{licence}</td></tr>" for name, licence in rows
    )
    names = "".join(
        f"<tr><td style='padding: 3px 24px 3px 0'>{name} {number}</td><td>{fonts.licence}</td></tr>"
        for name, number in fonts.packages.items()
    )
    missing = ""
    if fonts.missing_roles:
        missing = f"<p style='color: {muted}'>No font for: {', '.join(fonts.missing_roles)}.</p>"
    return f"<p><b>Made with</b></p><table>{parts}</table><p><b>Fonts</b></p><table>{names}</table>{missing}"
