"""What a file says of itself: properties, XMP, colours, files that it carries.

Made to the rules of PDF/A-2 (PDF/A-3 where a file is attached); not validated, so no marker claims it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from xml.sax.saxutils import escape

from PIL import ImageCms

from canvas_app.export.pdf import syntax
from canvas_app.export.pdf.filing import Raw, add, stream

PRODUCER = "Value Canvas, with ReportLab"
_PROFILE_DATE = slice(24, 36)


@dataclass(frozen=True)
class About:
    """`changed` is the time of the board's last change, in UTC."""

    title: str
    subject: str
    keywords: tuple[str, ...]
    language: str
    changed: datetime | None


def creator() -> str:
    try:
        return f"Value Canvas {version('value-canvas')}"
    except PackageNotFoundError:
        return "Value Canvas"


def properties(about: About) -> bytes:
    """The document information dictionary."""
    entries = {
        "Title": about.title,
        "Subject": about.subject,
        "Keywords": ", ".join(about.keywords),
        "Creator": creator(),
        "Producer": PRODUCER,
    }
    body = b"".join(syntax.name(key) + syntax.text(words) for key, words in entries.items() if words)
    if about.changed:
        date = syntax.text(_pdf_date(about.changed))
        body += b"/CreationDate" + date + b"/ModDate" + date
    return b"<<" + body + b"/Trapped/False>>"


def xmp(about: About) -> bytes:
    """The same for machines; it is not compressed, so that tools find it without reading the file."""
    lines = [_alternative("dc:title", about.title), _sequence("dc:language", (about.language,), "Bag")]
    lines.append("<dc:format>application/pdf</dc:format>")
    if about.subject:
        lines.append(_alternative("dc:description", about.subject))
    if about.keywords:
        lines.append(_sequence("dc:subject", about.keywords, "Bag"))
        lines.append(f"<pdf:Keywords>{_xml(', '.join(about.keywords))}</pdf:Keywords>")
    lines.append(f"<pdf:Producer>{_xml(PRODUCER)}</pdf:Producer>")
    lines.append(f"<xmp:CreatorTool>{_xml(creator())}</xmp:CreatorTool>")
    if about.changed:
        when = about.changed.strftime("%Y-%m-%dT%H:%M:%SZ")
        lines += [f"<xmp:{name}>{when}</xmp:{name}>" for name in ("CreateDate", "ModifyDate", "MetadataDate")]
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        "<!-- Made to the rules of PDF/A-2 and PDF/UA-1; not validated. -->\n"
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">\n'
        + "\n".join(lines)
        + '\n</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    )
    return packet.encode("utf-8")


def _alternative(name: str, words: str) -> str:
    return f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{_xml(words)}</rdf:li></rdf:Alt></{name}>'


def _sequence(name: str, words: Sequence[str], kind: str) -> str:
    return f"<{name}><rdf:{kind}>{''.join(f'<rdf:li>{_xml(word)}</rdf:li>' for word in words)}</rdf:{kind}></{name}>"


def _xml(words: str) -> str:
    kept = (char for char in words if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff"))
    return escape("".join(kept))


def _pdf_date(moment: datetime) -> str:
    return moment.strftime("D:%Y%m%d%H%M%SZ")


@cache
def _srgb() -> bytes:
    """The profile, without the time at which it was made."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_PROFILE_DATE] = (2000).to_bytes(2, "big") + b"\0\1\0\1" + bytes(6)
    return bytes(profile)


def output_intent(document: Any) -> bytes:
    """What red, green and blue mean."""
    profile = add(document, stream(_srgb(), b"/N 3"))
    return b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile %d 0 R>>" % (
        profile
    )


def embedded(document: Any, name: str, data: bytes, changed: datetime | None) -> int:
    """A file in the file, by the number of its specification. It is what the pages were made from."""
    kind = "application/json" if name.endswith(".json") else "application/octet-stream"
    digest = hashlib.md5(data, usedforsecurity=False).hexdigest().encode("ascii")
    entries = b"/Type/EmbeddedFile/Subtype%b/Params<</Size %d/CheckSum<%b>" % (syntax.name(kind), len(data), digest)
    if changed:
        entries += b"/ModDate" + syntax.text(_pdf_date(changed))
    file = add(document, stream(data, entries + b">>"))
    words = syntax.text(name)
    about = b"/Desc(The board, to be opened again)/AFRelationship/Source"
    body = b"<</Type/Filespec/F%b/UF%b%b/EF<</F %d 0 R/UF %d 0 R>>>>" % (words, words, about, file, file)
    return add(document, Raw(body))
