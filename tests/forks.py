"""A copy of this process that does something and is gone: quicker than a new one, and no harm comes to the tests."""

import os
import signal
import traceback
from collections.abc import Callable

import pytest

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are made another way here")


def beside(act: Callable[[], object]) -> str:
    """What `act` gives, as text, in a process of its own. No board may be open in this one."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writer, str(act()).encode())
        except BaseException:
            os.write(writer, traceback.format_exc().encode())
        finally:
            os._exit(1)
    os.close(writer)
    with open(reader, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    return told


def killed(act: Callable[[], object]) -> None:
    """Fails unless `act` ends in `die`."""
    told = beside(act)
    assert told == "", f"it was not killed: {told}"


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)
