"""Benchmarks, most of them ratios: `python -m tests.bench [--cpu]` and any of

start, restart, edit, fit, frames, opening, history, pdf, export
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="value-canvas-bench-")

from tests.bench import edit, export, fit, frames, history, opening, pdf, restart, start

BENCHES = {
    "start": start.run,
    "restart": restart.run,
    "edit": edit.run,
    "fit": fit.run,
    "frames": frames.run,
    "opening": opening.run,
    "history": history.run,
    "pdf": pdf.run,
    "export": export.run,
}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=Path.cwd() if "--here" in sys.argv else None) as folder:
        for name in [arg for arg in sys.argv[1:] if arg in BENCHES] or list(BENCHES):
            BENCHES[name](Path(folder))
