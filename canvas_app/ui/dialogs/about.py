"""About: which version this is, and whose work is in it."""

from html import escape

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QLabel, QTextBrowser, QWidget

from canvas_app.app.problem import installed
from canvas_app.text.fonts import report
from canvas_app.ui.dialogs.form import FormDialog

PARTS = (
    ("pydantic", "MIT"),
    ("sqlite-utils", "Apache-2.0"),
    ("reportlab", "BSD-3-Clause"),
    ("pillow", "MIT-CMU"),
    ("pypdfium2", "Apache-2.0 or BSD-3-Clause"),
    ("uharfbuzz", "Apache-2.0"),
    ("platformdirs", "MIT"),
    ("filelock", "MIT"),
    ("proselint", "BSD-3-Clause"),
)


def show_about(parent: QWidget | None) -> None:
    dialog = AboutDialog(parent)
    dialog.exec()
    dialog.deleteLater()


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
        self.make_room(520, 460)
        self.main.setFocus()


def _licences() -> str:
    fonts = report()
    rows = [(f"Qt for Python {installed('PySide6-Essentials')} (Qt {qVersion()})", "LGPL-3.0")]
    rows += [(f"{name} {number}".strip(), licence) for name, licence in PARTS if (number := installed(name))]
    typefaces = [(f"{name} {number}", fonts.licence) for name, number in fonts.packages.items()]
    parts, names = _lines(rows), _lines(typefaces)
    missing = ""
    if fonts.missing_roles:
        missing = f"<p>No font for: {', '.join(fonts.missing_roles)}.</p>"
    if fonts.of_this_machine:
        missing += f"<p>For rare letters, from this computer: {escape(', '.join(fonts.of_this_machine))}.</p>"
    return f"<table width='100%'>{_title('Made with')}{parts}{_title('Fonts')}{names}</table>{missing}"


def _title(words: str) -> str:
    return f"<tr><td colspan='2' style='padding: 8px 0 4px 0'><b>{words}</b></td></tr>"


def _lines(rows: list[tuple[str, str]]) -> str:
    cell = "<td style='padding: 3px 0 3px 0'>"
    return "".join(f"<tr>{cell}{name}</td>{cell}{licence}</td></tr>" for name, licence in rows)
