"""Words as DrawingML: escaping, language tags, runs and paragraphs (ECMA-376 part 1, 21.1.2).

Every run, field and paragraph end names its language: without it PowerPoint falls back to the editing language and breaks
Chinese and Japanese lines by the wrong rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from generator.deck.model import ROLE_SCALE, Para, TextRun
from generator.errors import OutputError, Problem, printable
from generator.values import value

EMU = 12700
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:a="{A}" xmlns:r="{R}" xmlns:p="{P}"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

NUMBERING = {"number": "arabicPeriod", "letter": "alphaUcPeriod"}
BULLET_INDENT = 0.9  # of the body size, each level
NUMBER_INDENT = 1.4

_FORBIDDEN_CHARS = "\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_FORBIDDEN_CHARS}]")
_NOT_PLAIN = re.compile(f"[&<>{_FORBIDDEN_CHARS}]|_x")  # all that may need more than to be copied
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_QUOTED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
_NO_ADDRESS = re.compile(r"[\s\x00-\x20]")
_ALLOWED_SCHEMES = ("https://", "http://", "mailto:", "tel:")

# Office knows cultures, not scripts: what it calls a language that is given without a region.
_CULTURES = (
    "af:af-ZA am:am-ET ar:ar-SA as:as-IN az:az-Latn-AZ be:be-BY bg:bg-BG bn:bn-BD bo:bo-CN bs:bs-Latn-BA ca:ca-ES "
    "ckb:ku-Arab-IQ cs:cs-CZ cy:cy-GB da:da-DK de:de-DE dv:dv-MV el:el-GR en:en-GB es:es-ES et:et-EE eu:eu-ES "
    "fa:fa-IR fi:fi-FI fil:fil-PH fr:fr-FR ga:ga-IE gd:gd-GB gl:gl-ES gu:gu-IN ha:ha-Latn-NG he:he-IL hi:hi-IN "
    "hr:hr-HR ht:ht-HT hu:hu-HU hy:hy-AM id:id-ID ig:ig-NG is:is-IS it:it-IT ja:ja-JP ka:ka-GE kk:kk-KZ km:km-KH "
    "kn:kn-IN ko:ko-KR ku:ku-TR kmr:ku-TR ky:ky-KG lo:lo-LA lt:lt-LT lv:lv-LV mg:mg-MG mi:mi-NZ mk:mk-MK ml:ml-IN "
    "mn:mn-MN mr:mr-IN ms:ms-MY mt:mt-MT my:my-MM nb:nb-NO ne:ne-NP nl:nl-NL nn:nn-NO no:nb-NO om:om-ET or:or-IN "
    "pa:pa-IN pl:pl-PL prs:prs-AF ps:ps-AF pt:pt-PT ro:ro-RO ru:ru-RU rw:rw-RW si:si-LK sk:sk-SK sl:sl-SI so:so-SO "
    "sq:sq-AL sr:sr-Cyrl-RS sv:sv-SE sw:sw-KE ta:ta-IN te:te-IN tg:tg-Cyrl-TJ th:th-TH ti:ti-ER tk:tk-TM tl:fil-PH "
    "tr:tr-TR ug:ug-CN uk:uk-UA ur:ur-PK uz:uz-Latn-UZ vi:vi-VN wo:wo-SN xh:xh-ZA yo:yo-NG yue:zh-HK zh:zh-CN "
    "zh-Hans:zh-CN zh-Hant:zh-TW zu:zu-ZA"
)
_OFFICE_CULTURES = dict(pair.split(":") for pair in _CULTURES.split())
_OTHER_SCRIPTS = (
    "am ar as be bg bn bo ckb dv el fa gu he hi hy ja ka kk km kn ko ky lo mk ml mn mr my ne or pa prs ps ru si sr ta "
    "te tg th ti ug uk ur yue zh"
)
_NOT_LATIN = frozenset(_OTHER_SCRIPTS.split())


def office_language(tag: str) -> str:
    """Return the culture name Office checks and breaks text by, for a BCP 47 tag; a tag with a region stays as it is."""
    known = _OFFICE_CULTURES.get(tag)
    if known is not None:
        return known
    parts = tag.split("-")
    if len(parts) > 1 and parts[0] == "zh":
        return {"Hans": "zh-CN", "Hant": "zh-TW"}.get(parts[1], tag) if len(parts) == 2 else f"zh-{parts[-1]}"
    script = len(parts) == 2 and len(parts[1]) == 4
    return _OFFICE_CULTURES.get(parts[0], tag) if script else tag


def attribute(value: str) -> str:
    """Return `value` quoted as an XML attribute."""
    _refuse_forbidden(value)
    return f'"{value.translate(_QUOTED)}"'


def words(value: str) -> str:
    """Return `value` as the content of `a:t`; what only looks like Office's own escape (`_x0041_`) is kept as letters."""
    if not _NOT_PLAIN.search(value):
        return value
    _refuse_forbidden(value)
    value = _LOOKS_ESCAPED.sub("_x005F_", value)
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _refuse_forbidden(value: str) -> None:
    found = _FORBIDDEN.search(value)
    if found:
        raise OutputError(
            Problem(
                "P01",
                f"expected text that XML can carry, found U+{ord(found[0]):04X} in {printable(value, 60)!r}",
                hint="remove the control character from the text",
            )
        )


def check_link(href: str) -> str:
    """Return `href` if a slide may link to it (https, http, mailto, tel); anything else is refused."""
    if not href.lower().startswith(_ALLOWED_SCHEMES) or _NO_ADDRESS.search(href):
        raise OutputError(Problem("P02", f"expected a link with https, http, mailto or tel, found {printable(href, 80)!r}"))
    return href


@value
class TextFrame:
    """What text inherits where it stands: its size in points, its direction, and whether its box centres it."""

    size: float
    rtl: bool = False
    centred: bool = False
    explicit: bool = False  # say direction and alignment on every paragraph: outside placeholders nothing is inherited
    scaled: bool = True  # roles change the size
    colour: str = ""  # a fill for the runs, "" inherits
    sized: bool = False  # write the size on every run: outside placeholders
    bold: bool = False
    bullets: bool = True  # the placeholder has bullets of its own
    before: float = 0.0  # space before every paragraph but the first, of the size; 0 inherits


Link = Callable[[str], str]  # an address -> the relationship id


@lru_cache(maxsize=4096)
def run_properties(tag: str, language: str, *, bold: bool = False, size: float | None = None, inner: str = "") -> str:
    """Return `a:rPr`, `a:endParaRPr` or `a:defRPr` with the language set."""
    culture = office_language(language)
    parts = [f"<a:{tag} lang={attribute(culture)}"]
    if language.split("-", maxsplit=1)[0] in _NOT_LATIN:
        parts.append(' altLang="en-US"')
    if size is not None:
        parts.append(f' sz="{round(size * 100)}"')
    if bold:
        parts.append(' b="1"')
    parts.append(' dirty="0"')
    parts.append(f">{inner}</a:{tag}>" if inner else "/>")
    return "".join(parts)


def runs(texts: Sequence[TextRun], link: Link, *, bold: bool = False, size: float | None = None, colour: str = "") -> str:
    """Return the runs of one paragraph; a line feed in the text becomes a line break."""
    out = []
    for run in texts:
        if not run.text:
            continue
        inner = colour
        if run.href is not None:
            inner += f'<a:hlinkClick r:id="{link(run.href)}"/>'
        properties = run_properties("rPr", run.language, bold=bold or run.strong, size=size, inner=inner)
        if "\n" not in run.text:
            out.append(f"<a:r>{properties}<a:t>{words(run.text)}</a:t></a:r>")
            continue
        for index, piece in enumerate(run.text.split("\n")):
            if index:
                out.append(f"<a:br>{properties.replace(inner, colour) if run.href else properties}</a:br>")
            if piece:
                out.append(f"<a:r>{properties}<a:t>{words(piece)}</a:t></a:r>")
    return "".join(out)


def paragraph(para: Para, frame: TextFrame, link: Link, *, align_end: bool = False, first: bool = True) -> str:
    """Return one `a:p`; what the frame already gives is not repeated."""
    scale = ROLE_SCALE[para.role] if frame.scaled else 1.0
    size = frame.size * scale if scale != 1.0 or frame.sized else None
    bold = para.role == "strong" or frame.bold
    end_side = align_end or para.align == "end"
    properties = _paragraph_properties(para, frame, end_side=end_side, first=first)
    language = para.runs[-1].language if para.runs else "en"
    end = run_properties("endParaRPr", language, bold=bold, size=size)
    return f"<a:p>{properties}{runs(para.runs, link, bold=bold, size=size, colour=frame.colour)}{end}</a:p>"


def _paragraph_properties(para: Para, frame: TextFrame, *, end_side: bool, first: bool) -> str:
    """Return `a:pPr`, or nothing where the frame gives it all."""
    bullet, rtl = para.bullet, para.direction == "rtl"
    attributes = f' lvl="{para.level}"' if para.level else ""
    inner = ""
    if bullet == "none":
        attributes += ' marL="0" indent="0"'
        inner = "<a:buNone/>"
    else:
        step = BULLET_INDENT if bullet == "bullet" else NUMBER_INDENT
        own = frame.explicit or not frame.bullets
        if bullet != "bullet" or own:
            margin = frame.size * (step + BULLET_INDENT * para.level)
            attributes += f' marL="{round(margin * EMU)}" indent="-{round(frame.size * step * EMU)}"'
        if bullet != "bullet":
            number = f' startAt="{para.start}"' if para.start != 1 else ""
            inner = f'<a:buSzPct val="100000"/><a:buFont typeface="+mj-lt"/><a:buAutoNum type="{NUMBERING[bullet]}"{number}/>'
        elif own:
            inner = '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
    # algn is physical in DrawingML: the end of a right-to-left line is its left
    if frame.explicit or rtl != frame.rtl or end_side:
        if not frame.centred:
            attributes += f' algn="{"r" if rtl != end_side else "l"}"'
        attributes += f' rtl="{int(rtl)}"'
    if para.tight:
        inner = f'<a:spcBef><a:spcPts val="0"/></a:spcBef>{inner}'
    elif frame.before and not first:
        inner = f'<a:spcBef><a:spcPts val="{round(frame.size * frame.before * 100)}"/></a:spcBef>{inner}'
    if inner:
        return f"<a:pPr{attributes}>{inner}</a:pPr>"
    return f"<a:pPr{attributes}/>" if attributes else ""


def paragraphs(paras: Iterable[Para], frame: TextFrame, link: Link) -> str:
    """Return several paragraphs."""
    return "".join(paragraph(p, frame, link, first=index == 0) for index, p in enumerate(paras))


def xfrm(x: float, y: float, width: float, height: float, *, tag: str = "a:xfrm", flip: str = "") -> str:
    """Return a transform in EMU from points."""
    return (
        f'<{tag}{flip}><a:off x="{round(x * EMU)}" y="{round(y * EMU)}"/>'
        f'<a:ext cx="{round(width * EMU)}" cy="{round(height * EMU)}"/></{tag}>'
    )


DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def scheme(colour: str) -> str:
    """Return a solid fill in a theme colour; "accent2 10/90" means luminance times 10 % plus 90 %."""
    name, _, change = colour.partition(" ")
    inner = ""
    if change:
        modulation, offset = change.split("/")
        inner = f'<a:lumMod val="{modulation}000"/><a:lumOff val="{offset}000"/>'
    chosen = f'<a:schemeClr val="{name}">{inner}</a:schemeClr>' if inner else f'<a:schemeClr val="{name}"/>'
    return f"<a:solidFill>{chosen}</a:solidFill>"
