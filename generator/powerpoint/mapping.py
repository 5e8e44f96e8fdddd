"""Which of someone else's layouts serves which purpose: by type, then by name, then by what placeholders it has.

Where nothing fits, the content layout serves, with its placeholders divided as the purpose needs; a template without a layout
that has a title and room for text serves nothing.
"""

# ruff: noqa: E501 - markup reads best unbroken
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from generator.geometry import Rect
from generator.powerpoint.inheritance import Holder, Layout

_TYPES = {
    "title": ("title", "ctrTitle"),
    "section": ("secHead",),
    "content": ("obj", "tx"),
    "two-content": ("twoObj", "twoColTx"),
    "picture": ("picTx",),
}
_NAMES = {
    "title": r"title slide|^title$|cover|titelfolie|diapositive de titre|^titre$|portada|título|copertina|titolo|capa|tytułow|"
    r"титул|عنوان|标题幻灯片|封面|タイトル スライド",
    "section": r"section|divider|chapter|abschnitt|kapitel|intertitre|sección|sezione|seção|sekcji|раздел|القسم|节标题|セクション",
    "content": r"title and content|title, content|titel und inhalt|titre et contenu|título y objetos|título y contenido|"
    r"titolo e contenuto|título e conteúdo|tytuł i zawartość|заголовок и объект|标题和内容|タイトルとコンテンツ|^default|content",
    "two-content": r"two content|2 content|zwei inhalte|deux contenus|dos objetos|due contenuti|dois conteúdos|два объекта|两栏|2 つの",
    "picture": r"picture|image|photo|bild|imagen|immagine|imagem|obraz|рисун|图片|図",
    "key-message": r"key message|statement|big idea|quote|kernaussage|zitat|citation clé|mensaje|messaggio|mensagem",
    "references": r"reference|sources|bibliograph|literatur|quellen|références|referencias|riferimenti|المراجع|参考",
}
_VERTICAL = frozenset({"vertTx", "vertTitleAndTx", "vertTitleAndTxOverChart"})
_TEXT = ("obj", "body", "tbl", "chart", "dgm", "clipArt", "media")
_CITATIONS = re.compile(r"citations?\b", re.IGNORECASE)
PURPOSES = ("content", "title", "section", "two-content", "picture", "key-message", "references")


@dataclass(slots=True)
class Match:
    """A layout for a purpose, the placeholders by role, and how it was found."""

    layout: Layout
    roles: dict[str, Holder]
    how: str  # "type", "name", "placeholders", "stand-in"
    made: bool = field(default=False)  # placeholders must be divided on a copy of the layout


def match_layouts(layouts: list[Layout], width: float, height: float, samples: Sequence[str] = ()) -> dict[str, Match]:
    """Return a match for every purpose, or {} if no layout has a title and room for text.

    `samples` names the master of each sample slide: where several masters offer the same, the first slide's serves for titles and
    the one most other slides use for the rest.
    """
    usable = [layout for layout in layouts if layout.kind not in _VERTICAL]
    found: dict[str, Match] = {}
    first, later = list(samples[:1]), Counter(samples[1:])
    for purpose in PURPOSES:
        rank = first if purpose in {"title", "section"} else [name for name, _ in later.most_common()] or first
        ordered = sorted(usable, key=lambda layout: _place_in(rank, str(layout.master.partname)))
        match = _find(purpose, ordered, width, height)
        if match is not None:
            found[purpose] = match
    content = found.get("content")
    if content is None:
        return {}
    for purpose in PURPOSES:
        if purpose not in found:
            needs_room = purpose in {"two-content", "picture"}
            roles = dict(content.roles)
            if purpose in {"title", "section"}:
                roles["second"] = roles.pop("body")
            found[purpose] = Match(content.layout, roles, "stand-in", made=needs_room)
    return found


def _find(purpose: str, layouts: list[Layout], width: float, height: float) -> Match | None:
    types, name = _TYPES.get(purpose, ()), re.compile(_NAMES[purpose], re.IGNORECASE)
    tests: tuple[tuple[str, Callable[[Layout], bool]], ...] = (
        ("type", lambda layout: layout.kind in types),
        ("name", lambda layout: bool(name.search(layout.name))),
        ("placeholders", lambda _: purpose not in {"section", "key-message", "references"}),
    )
    for how, fits in tests:
        for layout in layouts:
            roles = _roles(purpose, layout, width, height, strict=how == "placeholders") if fits(layout) else None
            if roles is not None:
                return Match(layout, roles, how)
    return None


def _roles(purpose: str, layout: Layout, width: float, height: float, *, strict: bool) -> dict[str, Holder] | None:
    """Return the placeholders of `layout` by role if it can serve `purpose`."""
    titles = layout.of("ctrTitle", "title")
    citations = [h for h in layout.of("body") if _CITATIONS.match(h.name)]
    texts = sorted(
        (h for h in layout.of(*_TEXT) if h not in citations and h.rect.width > 0.12 * width and h.rect.height > 0.04 * height),
        key=lambda h: -h.rect.width * h.rect.height,
    )
    subtitles, pictures = layout.of("subTitle"), layout.of("pic")
    if not titles:
        return None
    roles = {"title": titles[0]}
    if citations:
        roles["citations"] = citations[0]
    big = [h for h in texts if h.rect.height > 0.25 * height]
    match purpose:
        case "title" | "section":
            seconds = subtitles + texts
            if not seconds or (strict and not (titles[0].kind == "ctrTitle" and subtitles)):
                return None
            return {**roles, "second": seconds[0]}
        case "content" | "key-message" | "references":
            room = subtitles + texts if purpose == "key-message" else big
            wide = [h for h in room if h.rect.width > (0.4 if purpose == "key-message" else 0.5) * width]
            if not wide or (strict and (len(texts) != 1 or pictures)) or (purpose == "content" and len(big) > 1):
                return None
            return {**roles, "body": wide[0]}
        case "two-content":
            if len(big) != 2 or len(texts) > 2 or pictures or _overlap(big[0].rect, big[1].rect):
                return None
            first, second = sorted(big, key=lambda h: h.rect.x, reverse=big[0].rtl)
            return {**roles, "body": first, "second": second}
        case "picture":
            beside = [h for h in big if h.text_rect.width > 0.28 * width and h.rect.height > 0.35 * height]
            if not pictures or not beside or _overlap(pictures[0].rect, beside[0].rect):
                return None
            roles |= {"picture": pictures[0], "body": beside[0]}
            captions = [h for h in texts if h is not beside[0]]
            return {**roles, "second": captions[0]} if captions else roles
    return None


def _place_in(rank: list[str], name: str) -> int:
    return rank.index(name) if name in rank else len(rank)


def _overlap(one: Rect, other: Rect) -> bool:
    across = min(one.right, other.right) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > 1 and down > 1
