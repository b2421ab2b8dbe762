"""Addresses in a text: what leads out, and where on the page it is."""

import pytest

from canvas_app.export.pdf.addresses import addresses
from canvas_app.text.layout import lay_out


def found(text: str, width: float = 900.0, **how: object) -> list[str]:
    return [address for address, _ in addresses(lay_out(text, width=width, size=10, **how))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("see https://a.org/b.", ["https://a.org/b"]),
        ("(http://a.org/(b)), HTTPS://A.ORG!", ["http://a.org/(b)", "HTTPS://A.ORG"]),
        ("“https://a.org/x?y=1&z=[2]#3”;", ["https://a.org/x?y=1&z=[2]#3"]),
        ("mailto:a@b.org?subject=Hi, bye", ["mailto:a@b.org?subject=Hi"]),
        ("https://пример.рф/é%20ü", ["https://%D0%BF%D1%80%D0%B8%D0%BC%D0%B5%D1%80.%D1%80%D1%84/%C3%A9%20%C3%BC"]),
        ("אתר https://a.org/עברית כאן", ["https://a.org/%D7%A2%D7%91%D7%A8%D7%99%D7%AA"]),
        ("javascript:x file:///etc ftp://a.org a.org http:// https://, mailto:", []),
        ("https://a.org/" + "x" * 2000, []),
    ],
)
def test_what_leads_out(qapp: object, text: str, wanted: list[str]) -> None:
    assert found(text) == wanted


def test_one_that_breaks_has_a_place_on_each_line(qapp: object) -> None:
    block = lay_out("go to https://example.org/a/long/way/to/go now", width=100, size=10)
    places = list(addresses(block))
    assert len(places) > 1 and {address for address, _ in places} == {"https://example.org/a/long/way/to/go"}
    assert all(rect.x >= -0.5 and rect.right <= 101 and rect.w > 5 for _, rect in places)
    tops = [rect.y for _, rect in places]
    assert tops == sorted(set(tops))


def test_one_that_is_cut_is_left_out(qapp: object) -> None:
    assert found("https://example.org/a/long/way/to/go", 60, max_lines=1) == []
    assert found("https://a.org and much more to say of it", 120, max_lines=1) == ["https://a.org"]
