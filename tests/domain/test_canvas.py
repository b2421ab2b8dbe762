"""Canvas files: what is read, what is refused and with which words, and which zone a point is in."""

import copy
import re
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.arrange import heading_rect, nominal_height, places_in_zone
from canvas_app.domain.canvas import canvas_from_data, canvas_from_toml, fold
from canvas_app.domain.entities import NOTE_HEIGHT, NOTE_WIDTH
from canvas_app.domain.errors import BadInput
from canvas_app.domain.geometry import distance_to_border, inside_polygon
from tests.domain.builder import RESOURCES, new_board, shipped

SHIPPED = sorted(path.stem for path in (RESOURCES / "canvases").glob("*.toml"))


@pytest.fixture
def data() -> dict[str, Any]:
    return tomllib.loads((RESOURCES / "canvases" / "value-proposition.toml").read_text(encoding="utf-8"))


def refusal(data: object) -> str:
    with pytest.raises(BadInput) as caught:
        canvas_from_data(data, "my.toml")
    assert caught.value.exit_code == 3
    message = str(caught.value)
    assert message.startswith("my.toml: ") and message.endswith(".") and "\n" not in message
    return message


def test_shipped_canvases_are_three() -> None:
    assert SHIPPED == ["business-model", "partner-value-proposition", "value-proposition"]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_canvas_is_sound(name: str) -> None:
    canvas = shipped(name)
    icons = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}
    assert canvas.id == name
    assert {kind.icon for kind in canvas.kinds} <= icons
    assert {thing.icon for thing in canvas.frame.draw if thing.type == "disc"} <= icons
    assert all(zone.hint and zone.heading for zone in canvas.zones)
    assert canvas.patterns
    for zone in canvas.zones:
        assert all(canvas.frame_rect.contains(point) for point in zone.outline)
        # Every heading the file itself lists leads back to its zone, so no alias belongs to two of them.
        kind = canvas.kind(zone.kind)
        assert kind
        for words in (zone.id, zone.title, *zone.aliases, kind.id, kind.label, kind.many):
            assert canvas.find_zone(words) is zone


@pytest.mark.parametrize("name", SHIPPED)
def test_every_zone_has_room_for_three_notes_before_the_canvas_grows(name: str) -> None:
    board = new_board(shipped(name))
    for zone in board.canvas.zones:
        _, scale = places_in_zone(board, zone.id, [(NOTE_WIDTH, NOTE_HEIGHT)] * 3, nominal_height)
        assert scale == 1.0, zone.id


@pytest.mark.parametrize("name", SHIPPED)
def test_headings_stand_clear_of_each_other(name: str) -> None:
    zones = shipped(name).zones
    rects = [heading_rect(zone, 1) for zone in zones]
    assert not [(a, b) for n, a in enumerate(rects) for b in rects[:n] if a.overlaps(b)]


def test_partner_canvas_has_the_ids_and_rules_of_the_plain_one() -> None:
    plain, partner = shipped(), shipped("partner-value-proposition")
    assert [kind.id for kind in plain.kinds] == [kind.id for kind in partner.kinds]
    assert [(zone.id, zone.shape) for zone in plain.zones] == [(zone.id, zone.shape) for zone in partner.zones]
    assert plain.links == partner.links
    for zone in plain.zones:
        found = partner.find_zone(zone.title)
        assert found and found.id == zone.id


def test_round_trip_through_plain_values() -> None:
    canvas = shipped()
    assert canvas_from_data(canvas.as_data(), "again") == canvas


def test_example_of_the_documentation_is_a_canvas() -> None:
    text = (RESOURCES / "docs" / "canvases.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(schema.*?)```", text, re.DOTALL)
    canvas = canvas_from_toml(example.encode(), "canvases.md")
    board = new_board(canvas)
    assert [zone.id for zone in board.canvas.zones] == ["offers", "wishes"]
    icons = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}
    assert {kind.icon for kind in canvas.kinds} <= icons


def test_documentation_names_every_key(data: dict[str, Any]) -> None:
    text = (RESOURCES / "docs" / "canvases.md").read_text(encoding="utf-8")
    from canvas_app.domain import canvas as module

    for model in (module.Canvas, module.Frame, module.Kind, module.Zone, module.Heading, module.Wedge, module.Step):
        for name, field in model.model_fields.items():
            assert re.search(rf"\b{field.alias or name}\b", text), name


# refusals


def test_not_toml() -> None:
    with pytest.raises(BadInput, match=r"^my\.toml: not valid TOML, .*line 2.*; correct that line\.$"):
        canvas_from_toml(b"schema = 1\nid = \n", "my.toml")


def test_not_utf8() -> None:
    with pytest.raises(BadInput, match=r"^my\.toml: not UTF-8 text at byte 7; save the file as UTF-8\.$"):
        canvas_from_toml(b'title="\xe9"', "my.toml")


def test_nested_too_deeply() -> None:
    with pytest.raises(BadInput, match=r"nested too deeply|not valid TOML"):
        canvas_from_toml(b"a = " + b"[" * 50_000, "my.toml")


@pytest.mark.parametrize("nothing", [None, [], 3, "text", {}])
def test_not_a_table_of_a_canvas(nothing: object) -> None:
    refusal(nothing)


def test_newer_schema(data: dict[str, Any]) -> None:
    assert "schema = 2 is newer" in refusal(data | {"schema": 2})


REFUSED: list[tuple[tuple[Any, ...], Any, str]] = [
    (("title",), None, "the key 'title' is missing; add it"),
    (("colour",), "red", "the key 'colour' is not known here; remove it or check its spelling"),
    (("schema",), True, "'schema' is not right"),
    (("schema",), 0, "'schema' is not right"),
    (("version",), 0, "'version' is not right"),
    (("version",), "1", "'version' is not right"),
    (("id",), "Not An Id", "'id' = 'Not An Id' is no id; use a-z, 0-9, - and _ only"),
    (("frame", "size"), [100], "'frame.size' has too few values"),
    (("frame",), {"sise": [1, 1]}, "the key 'frame.size' is missing, and 'sise' beside it is not known"),
    (("frame", "size"), [0, 100], "'frame.size[1]' is not right"),
    (("frame", "size"), [float("nan"), 100], "'frame.size[1]' is not right"),
    (
        ("frame", "draw"),
        [{"type": "star"}],
        "'frame.draw[1]' has the type 'star', which is not allowed; use one of 'box'",
    ),
    (("kind", 0, "hue"), "red", "'kind[1].hue' = 'red' is not allowed; use one of 'violet'"),
    (("kind", 0, "role"), "hero", "'kind[1].role' = 'hero' is not allowed; use one of 'need'"),
    (("kind", 1, "answers"), None, "kind 'creator': an answer needs 'answers'"),
    (("kind", 1, "answers"), "job", "kind 'creator': answers = 'job' is no kind with role"),
    (("kind", 1, "id"), "product", "kind: the id 'product' is used twice; give each its own"),
    (("kind", 1, "pick"), {"min": 4, "max": 3}, "'kind[2].pick': 'min' is larger than 'max'"),
    (("zone", 0, "id"), "parking", "the id 'parking' is reserved; choose another"),
    (("zone", 0, "id"), "statements", "the id 'statements' is reserved; choose another"),
    (("zone", 0, "shape"), "box", "'zone[1].shape' = 'box' is not a table; write it as"),
    (("zone", 0, "shape", "points"), [[9, 9], [5, 5], [7, 7]], "zone 'products': shape has no area; move its corners"),
    (
        ("zone", 3, "shape", "center"),
        [1400, 360],
        "zone 'gains': shape reaches from (1040, 0) to (1654.56, 360), beyond the frame",
    ),
    (("zone", 0, "id"), "pains", "zone: the id 'pains' is used twice"),
    (("zone", 0, "kind"), "idea", "zone 'products': kind = 'idea' is not declared; use one of product, creator"),
    (("zone", 0, "shape"), {"type": "blob"}, "'zone[1].shape' has the type 'blob'"),
    (("zone", 0, "shape"), {"points": []}, "'zone[1].shape' has no 'type'; add one"),
    (("zone", 0, "shape", "points"), [[0, 0], [1, 1]], "'zone[1].shape.points' has too few values"),
    (("zone", 3, "shape", "to"), 170, "'to' must be larger than 'from' by 360 degrees at most"),
    (("zone", 3, "shape", "to"), 541, "'to' must be larger than 'from' by 360 degrees at most"),
    (("zone",), [], "'zone' has too few values"),
    (("link", 0, "to"), "wish", "link: to = 'wish' is not a kind; use one of product"),
    (("link", 0, "label"), "", "'link[1].label' is not right"),
    (
        ("link", 1),
        {"from": "reliever", "to": "pain", "label": "x"},
        "link: from = 'reliever', to = 'pain' is there twice",
    ),
    (("statement", 0, "pattern"), "We {job.", "statement 'ad-lib': pattern has a { or } without its other half"),
    (("statement", 0, "pattern"), "We {wish}.", "statement 'ad-lib': {wish} is unknown; use one of alternative"),
    (("statement", 1, "id"), "ad-lib", "statement: the id 'ad-lib' is used twice"),
]


@pytest.mark.parametrize(("path", "value", "words"), REFUSED, ids=[f"{path}={value}" for path, value, _ in REFUSED])
def test_refusal_names_file_key_and_fix(data: dict[str, Any], path: tuple[Any, ...], value: Any, words: str) -> None:
    broken = copy.deepcopy(data)
    place = broken
    for key in path[:-1]:
        place = place[key]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    assert words in refusal(broken)


@pytest.mark.parametrize(
    "spelling",
    [{"at": [1, 2], "size": [30, 40]}, {"rect": [1, 2, 30, 40]}, {"x": 1, "y": 2, "w": 30, "h": 40}],
)
def test_three_spellings_of_a_box(data: dict[str, Any], spelling: dict[str, Any]) -> None:
    data["zone"][0]["shape"] = {"type": "box", **spelling}
    assert canvas_from_data(data, "my.toml").zones[0].outline == ((1, 2), (31, 2), (31, 42), (1, 42))


# places


@pytest.mark.parametrize(
    ("point", "zone"),
    [
        ((20, 360), "products"),
        ((540, 100), "creators"),
        ((540, 600), "relievers"),
        ((1160, 20), "gains"),
        ((1160, 700), "pains"),
        ((1500, 360), "jobs"),
        ((810, 350), "gains"),
        ((810, 370), "pains"),
        # between the zones: the nearest
        ((725, 100), "creators"),
        ((725, 700), "relievers"),
        ((790, 350), "gains"),
        ((1518, 100), "jobs"),
        ((1300, 2), "gains"),
        # outside the frame: parked
        ((-1, 360), None),
        ((1521, 360), None),
        ((700, 721), None),
        ((700, -0.5), None),
    ],
)
def test_zone_at(point: tuple[float, float], zone: str | None) -> None:
    for scale in (1.0, 1.7, 0.5):
        found = shipped().zone_at((point[0] * scale, point[1] * scale), scale)
        assert (found.id if found else None) == zone


@given(st.floats(0, 1520), st.floats(0, 720))
def test_zone_at_is_the_zone_around_or_the_nearest(x: float, y: float) -> None:
    canvas = shipped()
    found = canvas.zone_at((x, y))
    assert found is not None
    around = [zone for zone in canvas.zones if inside_polygon((x, y), zone.outline)]
    if around:
        assert found in around
    else:
        nearest = min(distance_to_border((x, y), zone.outline) for zone in canvas.zones)
        assert distance_to_border((x, y), found.outline) == nearest


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("PAINS", "pains"),
        ("customer  jobs", "jobs"),
        ("Products and Services", "products"),
        ("products & services", "products"),
        ("Gàins", "gains"),
        ("Reliever", "relievers"),
        ("pain", "pains"),
        ("", None),
        ("&", None),
        ("Notes", None),
    ],
)
def test_find_zone_folds(words: str, zone: str | None) -> None:
    found = shipped().find_zone(words)
    assert (found.id if found else None) == zone


def test_fold_keeps_other_scripts_apart() -> None:
    assert fold("顧客 の 課題") == "顧客の課題"
    assert fold("Straße") == fold("STRASSE")


def test_lookups() -> None:
    canvas = shipped()
    rule = canvas.link_rule("reliever", "pain")
    assert rule and rule.label == "relieves"
    assert canvas.link_rule("pain", "reliever") is None
    assert canvas.role("job") == "anchor" and canvas.role("nothing") == "none"
    zone = canvas.zone_of_kind("pain")
    assert zone and zone.id == "pains"
    assert canvas.zone_of_kind("nothing") is None
