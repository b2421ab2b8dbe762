"""Makes the README's pictures with the app itself: `python -m tests.pictures`. Needs pdftoppm (poppler-utils)."""

import os
import subprocess
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="value-canvas-pictures-")
PICTURES = Path(__file__).parents[1] / "resources" / "docs" / "pictures"


def make() -> None:
    from canvas_app.app import importing
    from canvas_app.app.exporting import export_board
    from canvas_app.ui.application import make_window

    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        board = Path(folder) / "sample.valueboard"
        importing.create_sample(board, "loyalty-app").close()
        application, window = make_window(board, Path(folder))
        window.resize(1440, 810)
        window.show()
        for _ in range(20):
            application.processEvents()
        window.grab().save(str(PICTURES / "window.png"))
        session = window.page.session
        pdf = Path(folder) / "sample.pdf"
        export_board(session.board, "", 0, pdf, page="A4", pages="canvas", force=False, strict=False, protect=board)
        window.close()
        target = PICTURES / "paper"
        subprocess.run(["pdftoppm", "-r", "90", "-png", "-singlefile", str(pdf), str(target)], check=True)


if __name__ == "__main__":
    make()
