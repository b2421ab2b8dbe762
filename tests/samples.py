"""The sample board, made once in a process and copied from then on."""

import tempfile
from functools import cache
from pathlib import Path

from canvas_app.app import importing


@cache
def _bytes(name: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.valueboard"
        importing.create_sample(path, name).close()
        return path.read_bytes()


def sample_at(path: Path, name: str = "loyalty-app") -> Path:
    """Puts the sample there; all that one process puts somewhere are the same board."""
    path.write_bytes(_bytes(name))
    return path
