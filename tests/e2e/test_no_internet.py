"""The app opens no internet socket: not while it starts, edits, exports or ends."""

import re
import subprocess
import sys
from pathlib import Path

from canvas_app.app import importing
from tests.storage.test_faults import needs_strace

WORK = """
import sys
from pathlib import Path
from canvas_app.ui.application import make_window
from canvas_app.app.exporting import export_board
from canvas_app.domain.commands import AddNotes, NewNote
path = Path(sys.argv[1])
application, window = make_window(path, path.parent)
window.show()
for _ in range(20):
    application.processEvents()
page = window.page
page.bridge.do(AddNotes((NewNote(text="See https://example.com 你好 😀", zone="pains"),)))
for name in ("view.guide", "view.statements", "view.sheet-matrix", "view.outline"):
    window.binder[name].trigger()
    application.processEvents()
session = page.session
export_board(session.board, session.changed_at, session.version, path.with_suffix(".pdf"))
window.close()
print("DONE")
"""


@needs_strace
def test_no_internet_socket_is_opened(tmp_path: Path) -> None:
    board, trace = tmp_path / "board.valueboard", tmp_path / "trace"
    importing.create_sample(board, "loyalty-app").close()
    child = subprocess.run(
        ["strace", "-f", "-o", str(trace), "-e", "trace=socket", sys.executable, "-c", WORK, str(board)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout.strip() == "DONE", child.stderr
    assert board.with_suffix(".pdf").exists()
    assert re.findall(r"socket\((?:AF|PF)_INET6?.*", trace.read_text()) == []
