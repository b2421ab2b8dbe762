"""What is typed in a dialog and belongs to no board yet, kept until the dialog is answered: a stop must not cost it."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2s
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from canvas_app.app import resources
from canvas_app.domain.errors import UserError
from canvas_app.export.atomic import write_atomic

log = logging.getLogger(__name__)

MOST = 16 * 1024 * 1024
"""Bytes of a draft that is read."""
_words = TypeAdapter(dict[str, str])


class Ending:
    """`now`: the app is told to end; what dialogs hold is not thrown away, as nobody has answered them."""

    now = False


in_force = Ending()


def _file(of: str) -> Path:
    name = blake2s(of.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return resources.drafts_folder() / f"{name}.json"


def keep(of: str, words: Mapping[str, str]) -> None:
    """Writes down the texts of a dialog's fields by name; none lets go of them. What cannot be written is logged."""
    if not words:
        let_go(of)
        return
    path = _file(of)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, _words.dump_json(dict(words)), force=True)
    except (OSError, ValueError, UserError) as error:
        log.warning("a draft is not kept in %s: %s", path, error)


def kept(of: str) -> dict[str, str]:
    """What an unexpected stop left behind; empty where there is nothing that can be read."""
    path = _file(of)
    try:
        return _words.validate_json(path.read_bytes()) if path.stat().st_size <= MOST else {}
    except (OSError, ValidationError):
        return {}


def let_go(of: str) -> None:
    if not in_force.now:
        with suppress(OSError):
            _file(of).unlink(missing_ok=True)
