"""The drawing under the notes."""

import pytest
from PySide6.QtCore import QRectF

from canvas_app.app import resources
from canvas_app.domain.geometry import Rect, fits_inside
from canvas_app.ui.board.note_item import Look
from canvas_app.ui.board.zone_layer import ZoneLayer


@pytest.mark.parametrize("zoom", [1.0, 0.66, 0.5])
@pytest.mark.parametrize("name", ["value-proposition", "partner-value-proposition", "business-model"])
def test_the_question_of_an_empty_zone_stays_inside_it(name: str, zoom: float) -> None:
    canvas = resources.catalogue().canvas(name)
    look = Look()
    look.zoom = zoom
    layer = ZoneLayer(look, [].append)
    layer.show_canvas(canvas, 1.0)
    for zone in canvas.zones:
        words, box = layer.hint(zone, QRectF())
        assert "".join(line.text for line in words.lines).split() == zone.hint.split()
        assert fits_inside(Rect(box.x(), box.y(), box.width(), box.height()), zone.outline), zone.id
