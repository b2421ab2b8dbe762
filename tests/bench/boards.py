"""Boards of any size for the benchmarks."""

from pathlib import Path

from canvas_app.app import library, resources
from canvas_app.domain.entities import Link, Note
from canvas_app.domain.patch import insert

WORDS = [
    "slow",
    "onboarding",
    "of",
    "new",
    "cafés",
    "costs",
    "a",
    "week",
    "of",
    "training",
    "and",
    "two",
    "calls",
    "to",
    "the",
    "reseller",
    "every",
    "month",
]


def big_board(path: Path, count: int, tied: int | None = None) -> Path:
    """A board of `count` notes in a grid over the zones, with `tied` links between them (a quarter of `count`)."""
    canvas = resources.catalogue().canvas("value-proposition")
    scale = max(1.0, (count / 68) ** 0.5)
    columns = int(1520 * scale // 146)
    notes, links = [], []
    pains, relievers = [], []
    for n in range(count):
        x, y = 10 + 146 * (n % columns), 10 + 106 * (n // columns)
        zone = canvas.zone_at((x + 66, y + 46), scale)
        text = " ".join(WORDS[(n + k) % len(WORDS)] for k in range(3 + n % 6))
        note = Note(
            id=f"n{n}", zone=zone.id if zone else "parking", kind=zone.kind if zone else "pain", x=x, y=y, text=text
        )
        notes.append(insert(note.model_copy(update={"score": 1 + n % 5})))
        if note.kind == "pain" and zone:
            pains.append(note.id)
        if note.kind == "reliever":
            relievers.append(note.id)
    pairs: dict[tuple[str, str], None] = {}
    n = 0
    while len(pairs) < (count // 4 if tied is None else tied):
        pairs[relievers[n % len(relievers)], pains[(37 * n + n // len(relievers)) % len(pains)]] = None
        n += 1
    for n, (source, target) in enumerate(pairs):
        links.append(insert(Link(id=f"l{n}", source=source, target=target, strength=1 + n % 3)))
    library.create_board(path, canvas, {"title": f"{count} notes", "scale": scale}, [*notes, *links]).close()
    return path
