"""The clusters of a line as PDF readers want them: what belongs together, from left to right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from canvas_app.text.block import GlyphRun, Line
from canvas_app.text.fonts import Face

Glyph = tuple[int, float, float]
"""A glyph, and its origin: x from where the line begins, y upwards from the baseline, in 1/1000 of the size."""

MIRRORED = dict(
    zip("()[]{}<>«»‹›≤≥⟨⟩「」『』【】〈〉《》〔〕", ")(][}{><»«›‹≥≤⟩⟨」「』『】【〉〈》《〕〔", strict=True)
)
"""What brackets look like in right-to-left text: readers expect that, as other programs write no more than it."""


@dataclass(slots=True)
class Cluster:
    """Glyphs of a face between `left`, where the pen stands, and `right`, and the text they stand for."""

    face: Face
    left: float
    right: float
    glyphs: list[Glyph]
    text: str
    rtl: bool


def clusters(line: Line) -> list[Cluster]:
    """From left to right, each reaching to the next.

    In right-to-left text a cluster has one character: readers turn these round one by one, and would turn the
    characters of one code round as well. The first of what was typed, at the right, has the glyphs.
    """
    found = sorted((cluster for run in line.runs for cluster in _joined(run)), key=lambda cluster: cluster.left)
    for n, cluster in enumerate(found[1:]):
        found[n].right = max(cluster.left, found[n].left)
    if not any(cluster.rtl and len(cluster.text) > 1 for cluster in found):
        return found
    return [part for cluster in found for part in _characters(cluster)]


def _joined(run: GlyphRun) -> Iterator[Cluster]:
    """Cluster by cluster; one that begins where the one before does, or further back, is one with it.

    That is what half letters of Bengali are; apart, readers would put them behind the letter that they begin.
    """
    before: Cluster | None = None
    for cluster in _of_run(run):
        if before is not None and (cluster.left >= before.left if run.rtl else cluster.left <= before.left):
            before.left, before.right = min(before.left, cluster.left), max(before.right, cluster.right)
            before.glyphs += cluster.glyphs
            before.text += cluster.text
            continue
        if before is not None:
            yield before
        before = cluster
    if before is not None:
        yield before


def _of_run(run: GlyphRun) -> Iterator[Cluster]:
    face, texts, rtl = run.face, run.clusters, run.rtl
    downs: Sequence[float] = run.downs or [0.0] * len(run.glyphs)
    start, advance_of = 0, face.advance
    for end in [*(n for n, text in enumerate(texts) if n and text), len(texts)]:
        if end - start == 1:
            glyph, left = run.glyphs[start], run.lefts[start]
            right = left + advance_of(glyph) * 1000
            glyphs = [(glyph, left, -downs[start])]
        else:
            glyphs = [(run.glyphs[i], run.lefts[i], -downs[i]) for i in range(start, end)]
            advances = [advance_of(glyph) * 1000 for glyph, _, _ in glyphs]
            standing = [x for (_, x, _), advance in zip(glyphs, advances, strict=True) if advance > 0]
            left = min(standing or [x for _, x, _ in glyphs])
            right = max(x + advance for (_, x, _), advance in zip(glyphs, advances, strict=True))
        text = texts[start]
        yield Cluster(face, left, right, glyphs, MIRRORED.get(text, text) if rtl else text, rtl)
        start = end


def _characters(cluster: Cluster) -> Iterator[Cluster]:
    text = cluster.text
    if not cluster.rtl or len(text) == 1:
        yield cluster
        return
    width = (cluster.right - cluster.left) / len(text)
    for n, char in enumerate(reversed(text)):
        left = cluster.left + n * width
        glyphs = cluster.glyphs if n == len(text) - 1 else []
        yield Cluster(cluster.face, left, left + width, glyphs, char, True)
