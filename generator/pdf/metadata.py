"""What the file says about itself: XMP, Info, output intent, outline, page labels, viewer preferences.

Provenance stands in XMP under the namespace below, described by an extension schema as PDF/A asks for
(ISO 19005-2, 6.6.2.3): toolVersion, contentHash (SHA-256 of the content the file was made from), contentVersion,
contentLanguage (BCP 47) and translationStatus (missing, stale, machine, draft, translated or reviewed: the least of all
texts in the file).
"""

from __future__ import annotations

import functools

from generator import __version__
from generator.data import read_bytes
from generator.leaflet.model import Leaflet, OutlineEntry
from generator.pdf.canvas import LeafletCanvas
from generator.pdf.objects import date, number, reference, stream, text

# Whether viewers are told to bind right-to-left files on the right (ViewerPreferences, Direction). PDFium (Chrome, Edge)
# then takes every line for a right-to-left one and copies an English reference or a mail address word by word backwards:
# on the Arabic sample it finds 86 % of the words instead of 99 %. The direction of reading is said where it harms nobody,
# by WritingMode in the structure tree (14.8.5.4.2), by the language and by the order of the tree.
BIND_RIGHT = False
NAMESPACE = "urn:leafdeck:provenance:1#"
PRODUCER = f"leafdeck {__version__}"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PROVENANCE = {
    "toolVersion": "Version of leafdeck that made the file",
    "contentHash": "SHA-256 of the content the file was made from",
    "contentVersion": "Version of the content, as its authors number it",
    "contentLanguage": "Language of the file, BCP 47",
    "translationStatus": "Least status of the texts in the file: missing, stale, machine, draft, translated or reviewed",
}


def information(leaflet: Leaflet) -> bytes:
    """Return the entries of the Info dictionary (14.3.3); they say the same as the XMP packet."""
    made = leaflet.provenance
    stamp = text(date(made.date))
    entries = {
        b"Title": leaflet.title,
        b"Author": ", ".join(made.authors),
        b"Subject": leaflet.subject,
        b"Keywords": ", ".join(made.keywords),
        b"Creator": PRODUCER,
        b"Producer": PRODUCER,
    }
    written = b"".join(b"/%b%b" % (key, text(value)) for key, value in entries.items() if value)
    return written + b"/CreationDate%b/ModDate%b" % (stamp, stamp)


def xmp(leaflet: Leaflet) -> bytes:
    """Return the XMP packet: PDF/UA-1 and PDF/A-2a identification, Dublin Core, provenance and its schema."""
    made = leaflet.provenance
    stamp = f"{made.date[:10]}T00:00:00Z"
    provenance = {
        "toolVersion": __version__,
        "contentHash": made.content_sha256,
        "contentVersion": made.version,
        "contentLanguage": leaflet.language,
        "translationStatus": made.status.name.lower(),
    }
    simple = [
        ("pdfaid:part", "2"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1"),
        ("xmp:CreatorTool", PRODUCER), ("xmp:CreateDate", stamp), ("xmp:ModifyDate", stamp), ("xmp:MetadataDate", stamp),
        ("pdf:Producer", PRODUCER), ("pdf:Keywords", ", ".join(made.keywords)), ("dc:format", "application/pdf"),
        ("dc:identifier", made.identifier),
        *((f"leafdeck:{key}", value) for key, value in provenance.items()),
    ]  # fmt: skip
    lines = [f"<{key}>{escape(value)}</{key}>" for key, value in simple if value]
    lines.append(_container("dc:title", "Alt", [leaflet.title], ' xml:lang="x-default"'))
    if leaflet.subject:
        lines.append(_container("dc:description", "Alt", [leaflet.subject], ' xml:lang="x-default"'))
    if made.authors:
        # Info has one string for all authors, and the two must agree (ISO 19005-2, 6.6.3)
        lines.append(_container("dc:creator", "Seq", [", ".join(made.authors)]))
    lines.append(_container("dc:language", "Bag", [leaflet.language]))
    lines.append(_extension_schemas())
    body = "\n".join(lines)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/">\n<rdf:RDF xmlns:rdf="{_RDF}">\n<rdf:Description rdf:about=""\n'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"\n'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"\n'
        ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\n'
        ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"\n'
        f' xmlns:leafdeck="{NAMESPACE}">\n{body}\n</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def escape(value: str) -> str:
    """Return text for XML content."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _container(key: str, kind: str, values: list[str], attribute: str = "") -> str:
    """Return an RDF container property."""
    items = "".join(f"<rdf:li{attribute}>{escape(value)}</rdf:li>" for value in values)
    return f"<{key}><rdf:{kind}>{items}</rdf:{kind}></{key}>"


@functools.cache
def _extension_schemas() -> str:
    """Return the descriptions of the two schemas that PDF/A does not know by itself."""
    return (
        "<pdfaExtension:schemas><rdf:Bag>"
        + _schema(
            "PDF/UA identification", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid",
            {"part": ("Integer", "internal", "Part of ISO 14289 the file conforms to")},
        )
        + _schema(
            "leafdeck provenance", NAMESPACE, "leafdeck",
            {key: ("Text", "external", meaning) for key, meaning in _PROVENANCE.items()},
        )
        + "</rdf:Bag></pdfaExtension:schemas>"
    )  # fmt: skip


def _schema(title: str, uri: str, prefix: str, properties: dict[str, tuple[str, str, str]]) -> str:
    """Return one extension schema description."""
    rows = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{key}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType><pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>"
        for key, (kind, category, meaning) in properties.items()
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{title}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{rows}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


@functools.cache
def _colour_profile() -> bytes:
    """Return the sRGB profile as a stream, compressed once a process.

    `srgb.icc` (ICC version 2, matrix and 1024-point curves, CC0) was computed from the numbers of IEC 61966-2-1, its
    primaries adapted to D50, for this project; its date field is a constant.
    """
    return stream(b"/N 3", read_bytes("srgb.icc"))


def catalog(canvas: LeafletCanvas, leaflet: Leaflet, pages: list[int], structure_root: int) -> bytes:
    """Add what the catalog points to and return the catalog's entries."""
    packet = canvas.add(stream(b"/Type/Metadata/Subtype/XML", xmp(leaflet), compress=False), is_stream=True)
    profile = canvas.add(_colour_profile(), is_stream=True)
    direction = b"/Direction/R2L" if leaflet.direction == "rtl" and BIND_RIGHT else b""
    entries = [
        b"/Lang" + text(leaflet.language),
        b"/MarkInfo<</Marked true>>",
        b"/StructTreeRoot " + reference(structure_root),
        b"/Metadata " + reference(packet),
        b"/ViewerPreferences<</DisplayDocTitle true%b>>" % direction,
        b"/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB IEC61966-2.1)"
        b"/Info(sRGB IEC61966-2.1)/DestOutputProfile %b>>]" % reference(profile),
        b"/PageLabels<</Nums[%b]>>" % _page_labels(leaflet.page_labels),
    ]
    if leaflet.outline:
        entries.append(b"/Outlines %b/PageMode/UseOutlines" % reference(_outline(canvas, leaflet, pages)))
    return b"".join(entries)


def _page_labels(labels: tuple[str, ...]) -> bytes:
    """Return page label ranges (12.4.2): plain counting as such, anything else as one prefix a page."""
    if labels == tuple(str(n + 1) for n in range(len(labels))):
        return b"0<</S/D>>"
    return b"".join(b"%d<</P%b>>" % (index, text(label)) for index, label in enumerate(labels))


def _outline(canvas: LeafletCanvas, leaflet: Leaflet, pages: list[int]) -> int:
    """Add the bookmarks (12.3.3) and return the number of their root."""
    root = canvas.reserve()
    entries = [(entry, canvas.reserve()) for entry in leaflet.outline]
    numbers = [raw.number for _, raw in entries]
    children: dict[int, list[int]] = {-1: []}
    parents: list[int] = []
    path: list[tuple[int, int]] = [(0, -1)]  # level, index
    for index, (entry, _) in enumerate(entries):
        while path[-1][0] >= entry.level:
            path.pop()
        parents.append(path[-1][1])
        children.setdefault(path[-1][1], []).append(index)
        path.append((entry.level, index))
    for index, (entry, raw) in enumerate(entries):
        parent = parents[index]
        siblings = children[parent]
        at = siblings.index(index)
        parts = [
            b"<</Title%b/Parent %d 0 R" % (text(entry.title), numbers[parent] if parent >= 0 else root.number),
            _destination(entry, leaflet, pages),
            b"" if at == 0 else b"/Prev %d 0 R" % numbers[siblings[at - 1]],
            b"" if at + 1 == len(siblings) else b"/Next %d 0 R" % numbers[siblings[at + 1]],
        ]
        own = children.get(index)
        if own:
            count = _descendants(index, children)
            parts.append(b"/First %d 0 R/Last %d 0 R/Count %d" % (numbers[own[0]], numbers[own[-1]], count))
        raw.body = b"".join(parts) + b">>"
    top = children[-1]
    root.body = b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>" % (numbers[top[0]], numbers[top[-1]], len(entries))
    return root.number


def _destination(entry: OutlineEntry, leaflet: Leaflet, pages: list[int]) -> bytes:
    """Return where a bookmark leads."""
    top = leaflet.pages[entry.page].height - entry.y
    return b"/Dest[%d 0 R/XYZ 0 %b null]" % (pages[entry.page], number(top).encode())


def _descendants(index: int, children: dict[int, list[int]]) -> int:
    """Return how many entries stand below one."""
    own = children.get(index, [])
    return len(own) + sum(_descendants(child, children) for child in own)
