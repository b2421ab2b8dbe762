import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from canvas_app.text import fonts


@pytest.fixture(autouse=True)
def text_engine(qapp: object) -> Iterator[None]:
    fonts.start()
    yield
