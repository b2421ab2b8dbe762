"""Fonts from font packages: candidates, coverage, static private instances (PDF.md 1).

Nothing is opened on import. A font file is opened when its coverage is asked for, an instance is made and registered
with Qt when it is first drawn with. Names are private ("VPC text 600") because a person who has another Inter or Noto
installed would otherwise get other glyph numbers.
"""

from __future__ import annotations

import importlib
import logging
import os
import re
import struct
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QCoreApplication, QLoggingCategory
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from canvas_app.text import font_cache, sfnt, system_fonts

if TYPE_CHECKING:
    import uharfbuzz as hb

# Qt's emoji segmenter (since 6.9) takes punctuation behind an emoji for emoji too and then leaves our fonts. Qt reads
# this at its first layout, which may be a widget's.
os.environ.setdefault("QT_DISABLE_EMOJI_SEGMENTER", "1")

log = logging.getLogger(__name__)

PREFIX = "VPC"
SYSTEM = "system "
"""How the roles begin that families of the person's machine play, for what no bundled role has."""

_FORMS_OF_THE_LOCALE = QFont.Tag("locl")
"""Qt shapes in the language of the machine: a Japanese board would get Chinese characters on a machine in Taipei."""

UI_WEIGHTS = (400, 600, 700)
_WEIGHT_NAMES = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}


class FontsMissing(Exception):
    """No font package is installed, or Qt refused a font; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A font that may play a role. `file` without a suffix is a module with a `fontbuffer`."""

    role: str
    package: str
    file: str
    axes: Mapping[str, float] = field(default_factory=dict)
    index: int = 0


def _noto(role: str, name: str) -> Candidate:
    return Candidate(role, "manimgx_fonts", f"Noto{name}[wght].ttf")


# fmt: off
_SCRIPTS = (
    "Hebrew", "Arabic", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada",
    "Malayalam", "Sinhala", "Thai", "Lao", "Myanmar", "Khmer", "Georgian", "Armenian", "Ethiopic",
)
# fmt: on
HAN = ("jp", "kr", "sc", "tc", "hk")

CANDIDATES: tuple[Candidate, ...] = (
    Candidate("text", "fontpkg_inter", "files/Inter[opsz,wght].ttf", {"opsz": 14.0}),
    Candidate("text", "pymupdf_fonts", "FiraGO_Regular"),
    _noto("text2", "Sans"),
    Candidate("text2", "pymupdf_fonts", "NotoSans_Regular"),
    *(_noto(name.lower(), f"Sans{name}") for name in _SCRIPTS),
    _noto("symbols", "SansSymbols"),
    Candidate("symbols", "pymupdf_fonts", "NotoSansSymbols_Regular"),
    Candidate("symbol2", "pymupdf_fonts", "NotoSansSymbols2_Regular"),
    Candidate("math", "pymupdf_fonts", "NotoSansMath_Regular"),
    _noto("emoji", "Emoji"),
    *(Candidate(f"cjk-{h}", "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc", index=i) for i, h in enumerate(HAN)),
)
"""Order is priority, among roles and within a role; what is not installed is skipped."""

# fmt: off
_INVISIBLE = (
    0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x200B, 0x2010),
    *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0,
    0xE0001, *range(0xE0020, 0xE0080), *range(0xE0100, 0xE01F0),
)
# fmt: on
INVISIBLE = frozenset(map(chr, _INVISIBLE))
"""Default ignorables (Unicode DerivedCoreProperties) that text has; every face is given them."""

ROLES: tuple[str, ...] = tuple(dict.fromkeys(c.role for c in CANDIDATES))

_lock = threading.RLock()
_application: QGuiApplication | None = None


class _Source:
    """One font file, opened once."""

    def __init__(self, candidate: Candidate, data: Path | bytes) -> None:
        import uharfbuzz as hb

        self.candidate = candidate
        self.stamp = font_cache.stamp(data, candidate.role) if isinstance(data, Path) else ""
        blob = hb.Blob(data) if isinstance(data, bytes) else hb.Blob.from_file_path(str(data))
        self.hb_face = hb.Face(blob, candidate.index)
        self.coverage = frozenset(self.hb_face.unicodes)
        self.tables: frozenset[str] = frozenset(self.hb_face.table_tags)
        weight = next((a for a in self.hb_face.axis_infos if a.tag == "wght"), None)
        self.full_cmap: bytes | None = None
        self.weights: tuple[float, float] | None = (weight.min_value, weight.max_value) if weight else None

    def weight(self, wanted: int) -> int:
        """The nearest weight that this file has."""
        return int(min(max(wanted, self.weights[0]), self.weights[1])) if self.weights else 400


class Face:
    """A font of one role and weight, registered with Qt under the private name `family`.

    Glyph numbers in layouts are those of `hb_face()`. `axes` are the axes still to be pinned when a subset is made
    (CJK only: instancing all of it takes seconds, so it stays variable until then).
    """

    def __init__(self, source: _Source, weight: int) -> None:
        self.role = source.candidate.role
        self.weight = weight
        self.is_cff = bool(source.tables & {"CFF ", "CFF2"})
        self.units_per_em: int = source.hb_face.upem
        self.coverage = source.coverage
        keeps_axes = source.weights is not None and "CFF2" in source.tables
        self.axes: dict[str, float] = {"wght": float(weight)} if keeps_axes else {}
        self.family = f"{PREFIX} {self.role}" if keeps_axes else f"{PREFIX} {self.role} {weight}"
        self.postscript = f"{PREFIX}-{re.sub('[^A-Za-z0-9-]', '', self.role)}-{weight}"
        if keeps_axes:
            self._hb_face = source.hb_face
            _register_variable(source, self.family)
        else:
            data = sfnt.named(_completed(_instance(source, weight), source), self.family, 400, "Regular")
            self._hb_face = _hb_face(data)
            _register(data, self.family)
        self._hb_font: hb.Font | None = None
        self._advances: dict[int, float] = {}
        self._space: int | None = None

    def __repr__(self) -> str:
        return f"Face({self.role!r}, {self.weight})"

    def hb_face(self) -> hb.Face:
        """The font as uharfbuzz sees it, not yet pinned to `axes`."""
        return self._hb_face

    def font(self, pixels: int = 100) -> QFont:
        """A QFont for text that this face covers.

        Not with NoFontMerging: Qt then looks for another family wherever the characters beside belong to a script that
        it thinks this one lacks. With merging the family asked for comes first, and `_completed` keeps it there.
        """
        font = QFont(self.family)
        font.setPixelSize(pixels)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        for tag, value in self.axes.items():
            font.setVariableAxis(QFont.Tag(tag), value)
        font.setFeature(_FORMS_OF_THE_LOCALE, 0)
        return font

    def advance(self, glyph: int) -> float:
        """Advance width of a glyph in ems, as in the font's `hmtx` (at this weight)."""
        known = self._advances.get(glyph)
        if known is None:
            known = self.hb_font().get_glyph_h_advance(glyph) / self.units_per_em
            self._advances[glyph] = known
        return known

    @property
    def line_height(self) -> float:
        """From the top of the font's highest letters to the foot of its lowest, in ems, as the font says."""
        extents = self.hb_font().get_font_extents("ltr")
        return float(extents.ascender - extents.descender) / self.units_per_em

    def box(self, character: str) -> tuple[float, float, float, float] | None:
        """Where the ink of a character is: left, foot, width and height in ems; None where the font lacks it."""
        glyph = self.hb_font().get_nominal_glyph(ord(character))
        extents = self.hb_font().get_glyph_extents(glyph) if glyph else None
        if extents is None:
            return None
        foot = extents.y_bearing + extents.height  # which grows downwards
        ems = (extents.x_bearing, foot, extents.width, -extents.height)
        return (
            ems[0] / self.units_per_em,
            ems[1] / self.units_per_em,
            ems[2] / self.units_per_em,
            ems[3] / self.units_per_em,
        )

    def draws(self, code_points: frozenset[int]) -> bool:
        """Whether every one of these characters has ink, or is blank by its nature.

        Fonts of emoji in colour have outlines that are empty.
        """
        found = ((chr(code), self.box(chr(code))) for code in code_points)
        return all(box and (box[3] or unicodedata.category(char)[0] in "CZ") for char, box in found)

    @property
    def space_glyph(self) -> int:
        """The glyph that stands in for invisible characters in shaped text."""
        if self._space is None:
            self._space = self.hb_font().get_nominal_glyph(0x20) or 0
        return self._space

    def hb_font(self) -> hb.Font:
        """The same pinned to `axes`: outlines, widths and glyph numbers. Do not change it."""
        if self._hb_font is None:
            import uharfbuzz as hb

            font = hb.Font(self._hb_face)
            if self.axes:
                font.set_variations(self.axes)
            self._hb_font = font
        return self._hb_font


@dataclass(frozen=True, slots=True)
class Report:
    """For the About box: package -> version, the roles nobody plays, and the licence of all fonts in packages.

    `of_this_machine` are the families that were drawn with because no package has a character.
    """

    packages: Mapping[str, str]
    missing_roles: Sequence[str]
    of_this_machine: Sequence[str] = ()
    licence: str = "OFL-1.1"


def start() -> None:
    """Make a QGuiApplication without a display where no application exists; silence Qt's font database.

    Raises FontsMissing where only a QCoreApplication exists, which cannot draw text.
    """
    global _application
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    application = QCoreApplication.instance()
    if application is None:
        _application = QGuiApplication(["canvas-app", "-platform", "offscreen"])
    elif not isinstance(application, QGuiApplication):
        raise FontsMissing("Text needs a QGuiApplication, but a plain QCoreApplication is running.")


@cache
def source_of(role: str) -> _Source | None:
    """The first installed candidate of a role, opened; None where no package has it."""
    with _lock:
        if role.startswith(SYSTEM):
            family = role.removeprefix(SYSTEM)
            return _Source(Candidate(role, "", family), sfnt.joined(system_fonts.tables(family)))
        for candidate in CANDIDATES:
            if candidate.role == role:
                data = _locate(candidate)
                if data is not None:
                    return _Source(candidate, data)
    return None


@cache
def coverage(role: str) -> frozenset[int]:
    """The code points that a role's font has; empty where the role is missing."""
    source = source_of(role)
    return source.coverage if source else frozenset()


def system_role(code_points: frozenset[int]) -> str | None:
    """The role of a family of this machine that draws all of these characters; None where there is none.

    Only for what no bundled role has, so that bundled text is the same on every machine.
    """
    known = _system_roles.get(code_points, "")
    if known != "" or not isinstance(QCoreApplication.instance(), QGuiApplication):
        return known or None
    with _lock:
        roles = (SYSTEM + family for family in system_fonts.families_with(code_points))
        found = next((role for role in roles if _plays(role) and face(role).draws(code_points)), None)
        _system_roles[code_points] = found
    return found


_system_roles: dict[frozenset[int], str | None] = {}


@cache
def _plays(role: str) -> bool:
    """Whether Qt and HarfBuzz can both work with a font of this machine, which may be damaged."""
    try:
        face(role)
    except Exception as error:
        log.warning("font of this machine left out: %s: %s", role, error)
        return False
    return True


def face(role: str, weight: int = 400) -> Face:
    """The static instance of a role at the nearest weight its font has. Needs a QGuiApplication (see `start`).

    Raises FontsMissing where no installed package plays the role.
    """
    known = _faces.get((role, weight))
    if known is not None:
        return known
    with _lock:
        if (role, weight) not in _faces:
            source = source_of(role)
            if source is None:
                packages = ", ".join(sorted({c.package.replace("_", "-") for c in CANDIDATES if c.role == role}))
                raise FontsMissing(f"No font is installed for {role!r}. Install one of: {packages}.")
            real = source.weight(weight)
            if (role, real) not in _faces:
                _faces[role, real] = Face(source, real)
            _faces[role, weight] = _faces[role, real]
        return _faces[role, weight]


_faces: dict[tuple[str, int], Face] = {}


@cache
def ui_family() -> str:
    """The family of the text font for widgets, with real weights 400, 500, 600 and 700 for QFont and style sheets."""
    family = f"{PREFIX} UI"
    with _lock:
        source = source_of("text")
        if source is None:
            return QGuiApplication.font().family()
        for weight in UI_WEIGHTS if source.weights else (400,):
            _register(sfnt.named(_instance(source, weight), family, weight, _WEIGHT_NAMES[weight]), family)
    return family


def report() -> Report:
    """Which font packages are installed, and what is missing. Opens no font."""
    from importlib.metadata import PackageNotFoundError, version

    packages: dict[str, str] = {}
    for package in dict.fromkeys(c.package for c in CANDIDATES):
        name = package.replace("_", "-")
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            continue
    found = {c.role for c in CANDIDATES if _exists(c)}
    used = sorted({role.removeprefix(SYSTEM) for role, _ in _faces if role.startswith(SYSTEM)})
    return Report(packages, tuple(role for role in ROLES if role not in found), tuple(used))


@cache
def _folder(package: str) -> Path | None:
    spec = find_spec(package)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


def _exists(candidate: Candidate) -> bool:
    folder = _folder(candidate.package)
    file = candidate.file if Path(candidate.file).suffix else f"{candidate.file}.py"
    return folder is not None and (folder / file).is_file()


def _locate(candidate: Candidate) -> Path | bytes | None:
    folder = _folder(candidate.package)
    if folder is None or not _exists(candidate):
        return None
    if Path(candidate.file).suffix:
        return folder / candidate.file
    data: bytes = importlib.import_module(f"{candidate.package}.{candidate.file}").fontbuffer
    return data


_instances: dict[tuple[str, int], dict[str, bytes]] = {}


def _instance(source: _Source, weight: int) -> dict[str, bytes]:
    """The tables of a font with all axes pinned, every glyph keeping its number."""
    key = (source.candidate.role, weight)
    if key not in _instances:
        hb_face = source.hb_face
        kept = f"{source.stamp}-{weight}" if "fvar" in source.tables and source.stamp else None
        data = font_cache.load(kept) if kept is not None else None
        if data is not None:
            hb_face, kept = _hb_face(data), None
        elif "fvar" in source.tables:
            import uharfbuzz as hb

            wanted = hb.SubsetInput()
            wanted.keep_everything()
            wanted.flags |= hb.SubsetFlags.RETAIN_GIDS
            for axis in hb_face.axis_infos:
                value = weight if axis.tag == "wght" else source.candidate.axes.get(axis.tag, axis.default_value)
                wanted.pin_axis_location(hb_face, axis.tag, value)
            hb_face = hb.subset(hb_face, wanted)
        _instances[key] = {tag: hb_face.reference_table(tag).data for tag in hb_face.table_tags}
        if kept is not None:
            font_cache.store(kept, sfnt.joined(_instances[key]))
    return _instances[key]


def _hb_face(data: bytes) -> Any:
    import uharfbuzz as hb

    return hb.Face(hb.Blob(data))


def _completed(tables: Mapping[str, bytes], source: _Source) -> dict[str, bytes]:
    """The tables so that Qt never leaves this font: not for invisible characters, and not for a script beside.

    "25" before Tamil counts as Tamil for Qt, which would draw it with the first system font that has Tamil.
    """
    gsub = tables.get("GSUB", b"\0\1\0\0\0\x0a\0\x0c\0\x0e" + bytes(6))
    if source.full_cmap is None:  # glyph numbers are the same at every weight
        name = f"{source.stamp}-cmap" if source.stamp else None
        source.full_cmap = font_cache.load(name) if name else None
        if source.full_cmap is None:
            source.full_cmap = sfnt.complete_cmap(source.hb_face, tables["cmap"], INVISIBLE)
            if name:
                font_cache.store(name, source.full_cmap)
    return {**tables, "cmap": source.full_cmap, "GSUB": sfnt.complete_gsub(gsub)}


@cache
def _register_variable(source: _Source, family: str) -> None:
    """Register a font with its axes, under a private name and without named instances."""
    tables = {tag: source.hb_face.reference_table(tag).data for tag in source.hb_face.table_tags}
    fvar = bytearray(tables["fvar"])
    struct.pack_into(">H", fvar, 12, 0)
    tables["fvar"] = bytes(fvar[: 16 + 20 * struct.unpack_from(">H", fvar, 8)[0]])
    _register(sfnt.named(_completed(tables, source), family, 400, "Regular"), family)


def _register(data: bytes, family: str) -> None:
    if not isinstance(QCoreApplication.instance(), QGuiApplication):
        raise FontsMissing("Fonts need a QGuiApplication: call canvas_app.text.fonts.start() first.")
    number = QFontDatabase.addApplicationFontFromData(QByteArray(data))
    if number < 0 or family not in QFontDatabase.applicationFontFamilies(number):
        raise FontsMissing(f"Qt could not load the font {family!r}.")
