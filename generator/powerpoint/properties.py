"""Core and extended properties: what the file says of itself (ECMA-376 part 2, 11; part 1, 22.2)."""

from __future__ import annotations

from generator.powerpoint.markup import DECLARATION, words

_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_APP = (
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
)


def core_properties(
    *, title: str, language: str, author: str = "", subject: str = "", keywords: str = "", identifier: str = "",
    version: str = "", status: str = "", description: str = "", date: str = "1980-01-01",
) -> str:  # fmt: skip
    """Return docProps/core.xml; `date` (ISO 8601) stands for created and modified, there is no clock."""
    stamp = f"{date[:10]}T00:00:00Z"
    pairs = (
        ("dc:title", title), ("dc:subject", subject), ("dc:creator", author), ("cp:keywords", keywords),
        ("dc:description", description), ("cp:lastModifiedBy", author or "leafdeck"), ("cp:revision", "1"),
    )  # fmt: skip
    more = (
        ("dc:identifier", identifier), ("dc:language", language), ("cp:version", version), ("cp:contentStatus", status),
    )  # fmt: skip
    times = "".join(f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{name}>' for name in ("created", "modified"))
    return f"{DECLARATION}<cp:coreProperties {_CORE}>{_elements(pairs)}{times}{_elements(more)}</cp:coreProperties>"


def _elements(items: tuple[tuple[str, str], ...]) -> str:
    return "".join(f"<{tag}>{words(value)}</{tag}>" for tag, value in items if value)


def app_properties(*, slides: int, notes: int, company: str, wide: bool) -> str:
    """Return docProps/app.xml."""
    shape = "Widescreen" if wide else "On-screen Show (4:3)"
    organisation = f"<Company>{words(company)}</Company>" if company else ""
    return (
        f"{DECLARATION}<Properties {_APP}><Application>leafdeck</Application><PresentationFormat>{shape}</PresentationFormat>"
        f"<Slides>{slides}</Slides><Notes>{notes}</Notes>{organisation}<AppVersion>16.0000</AppVersion></Properties>"
    )
