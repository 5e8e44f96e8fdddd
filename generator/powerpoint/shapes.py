"""Native objects as PresentationML: tables, charts, pictures, pictograms, QR codes, cards and labels, each with its alt text.

A function takes a shape, the next free shape id and what the slide offers (`Place`), and returns the markup and the next id.
Colours are theme colours only; text is real text in the deck's own language.
"""

# ruff: noqa: E501 - markup reads best unbroken
from __future__ import annotations

from functools import lru_cache

from generator.deck.model import (
    CardShape,
    ChartShape,
    LabelShape,
    Para,
    PictogramShape,
    PictureShape,
    QrShape,
    Shape,
    TableShape,
)
from generator.geometry import Rect
from generator.powerpoint.cards import card_markup
from generator.powerpoint.drawn import NO_LINE, arc, drawn, group, path, point, preset
from generator.powerpoint.markup import (
    DECORATIVE,
    EMU,
    TextFrame,
    attribute,
    paragraph,
    scheme,
    xfrm,
)
from generator.powerpoint.plan import Place
from generator.powerpoint.table_style import STYLE_ID
from generator.values import replace

CELL_SIDE, CELL_TOP = 8.0, 5.0  # padding of table cells, points
QUIET_ZONE = 4  # modules, ISO/IEC 18004
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"


def shape_markup(shape: Shape, number: int, place: Place, placeholder: str = "") -> tuple[str, int]:
    """Return the markup of `shape` and the next free id; `placeholder` is the `p:ph` it fills, if any."""
    match shape:
        case TableShape():
            return _table(shape, number, place, placeholder), number + 1
        case ChartShape():
            return _chart(shape, number, place, placeholder), number + 1
        case PictureShape():
            return _picture(shape, number, place, placeholder), number + 1
        case PictogramShape():
            return _pictogram(shape, number, place)
        case QrShape():
            return _qr(shape, number, place)
        case CardShape():
            return card_markup(shape, number, place)
        case LabelShape():
            return _label(shape, number, place)


# --- frames -----------------------------------------------------------------------------------------------------------


def _frame(number: int, name: str, alt: str, rect: Rect, placeholder: str, kind: str, inner: str) -> str:
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name={attribute(name)} descr={attribute(alt)}/>'
        f'<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr>{placeholder}</p:nvPr>'
        f"</p:nvGraphicFramePr>{xfrm(rect.x, rect.y, rect.width, rect.height, tag='p:xfrm')}"
        f'<a:graphic><a:graphicData uri="{kind}">{inner}</a:graphicData></a:graphic></p:graphicFrame>'
    )


def _chart(shape: ChartShape, number: int, place: Place, placeholder: str) -> str:
    inner = (
        f'<c:chart xmlns:c="{_CHART}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:id="{place.chart(shape)}"/>'
    )
    return _frame(number, f"Chart {number}", shape.alt, shape.rect, placeholder, _CHART, inner)


def _table(shape: TableShape, number: int, place: Place, placeholder: str) -> str:
    frame = TextFrame(shape.font_size, rtl=place.rtl, explicit=True, sized=True)
    columns = "".join(f'<a:gridCol w="{round(width * EMU)}"/>' for width in shape.column_widths)
    rows = []
    for row, height in zip(shape.rows, shape.row_heights, strict=True):
        cells = "".join(_cell(cell, frame, place, end=column in shape.numeric) for column, cell in enumerate(row))
        rows.append(f'<a:tr h="{round(height * EMU)}">{cells}</a:tr>')
    direction = ' rtl="1"' if place.rtl else ""
    inner = (
        f'<a:tbl><a:tblPr{direction} firstRow="1" firstCol="1"><a:tableStyleId>{STYLE_ID}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{columns}</a:tblGrid>{''.join(rows)}</a:tbl>"
    )
    return _frame(number, f"Table {number}", shape.alt, shape.rect, placeholder, _TABLE, inner)


def _cell(cell: tuple[Para, ...], frame: TextFrame, place: Place, *, end: bool) -> str:
    text = "".join(paragraph(p, frame, place.link, align_end=end) for p in cell)
    side, top = round(CELL_SIDE * EMU), round(CELL_TOP * EMU)
    return (
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{text}</a:txBody><a:tcPr marL="{side}" marR="{side}" marT="{top}" '
        f'marB="{top}" anchor="ctr"/></a:tc>'
    )


def _picture(shape: PictureShape, number: int, place: Place, placeholder: str) -> str:
    """Return a picture inside its rectangle with its own proportions: never cropped, never stretched."""
    picture, rect = shape.picture, shape.rect
    scale = min(rect.width / picture.width, rect.height / picture.height)
    width, height = picture.width * scale, picture.height * scale
    at = xfrm(rect.x + (rect.width - width) / 2, rect.y + (rect.height - height) / 2, width, height)
    if shape.alt is None:
        about = f'<p:cNvPr id="{number}" name={attribute(shape.name)} descr="">{DECORATIVE}</p:cNvPr>'
    else:
        about = f'<p:cNvPr id="{number}" name={attribute(shape.name)} descr={attribute(shape.alt)}/>'
    locks = f'<a:picLocks{" noGrp=" + chr(34) + "1" + chr(34) if placeholder else ""} noChangeAspect="1"/>'
    return (
        f"<p:pic><p:nvPicPr>{about}<p:cNvPicPr>{locks}</p:cNvPicPr><p:nvPr>{placeholder}</p:nvPr></p:nvPicPr>"
        f'<p:blipFill><a:blip r:embed="{place.picture(picture)}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f'<p:spPr>{at}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


# --- groups of shapes -------------------------------------------------------------------------------------------------


_FIGURE_WIDTH, _FIGURE_HEIGHT = 72, 200
_FIGURE = path(
    _FIGURE_WIDTH,
    _FIGURE_HEIGHT,
    point("moveTo", 60, 24) + arc(24, 0, 360) + "<a:close/>"
    + point("moveTo", 0, 80) + arc(24, 180, 90) + point("lnTo", 48, 56) + arc(24, 270, 90)
    + point("lnTo", 72, 128) + point("lnTo", 58, 128) + point("lnTo", 58, 200) + point("lnTo", 14, 200)
    + point("lnTo", 14, 128) + point("lnTo", 0, 128) + "<a:close/>",
)  # fmt: skip


def _pictogram(shape: PictogramShape, number: int, place: Place) -> tuple[str, int]:
    """Return the figures in rows of ten, read from the start side: shape (filled, outlined), not only shade, tells them apart."""
    columns, rows = min(10, shape.total), -(-shape.total // 10)
    cell_height = min(shape.rect.height / rows, shape.rect.width / columns * 1.9)
    cell_width = cell_height / 1.9
    height = cell_height * 0.84
    width = height * _FIGURE_WIDTH / _FIGURE_HEIGHT
    used = Rect(
        shape.rect.right - columns * cell_width if place.rtl else shape.rect.x,
        shape.rect.y + (shape.rect.height - rows * cell_height) / 2,
        columns * cell_width,
        rows * cell_height,
    )
    accent = scheme(place.plan.palette.accent)
    filled = accent, f'<a:ln w="15875">{accent}</a:ln>'
    outlined = "<a:noFill/>", f'<a:ln w="15875">{accent}</a:ln>'
    out = []
    for figure in range(shape.total):
        row, column = divmod(figure, 10)
        left = used.right - (column + 1) * cell_width if place.rtl else used.x + column * cell_width
        at = xfrm(left + (cell_width - width) / 2, used.y + row * cell_height + (cell_height - height) / 2, width, height)
        fill, line = filled if figure < shape.count else outlined
        out.append(drawn(number + 1 + figure, f"Figure {figure + 1}", at, _FIGURE, fill, line))
    return group(number, f"Pictogram {number}", shape.alt, used, "".join(out)), number + 1 + shape.total


def _qr(shape: QrShape, number: int, place: Place) -> tuple[str, int]:
    """Return the code as one freeform on a light square with its quiet zone; dark on light whatever the slide's ground."""
    modules = len(shape.modules)
    side = min(shape.rect.width, shape.rect.height)
    square = Rect(shape.rect.x + (shape.rect.width - side) / 2, shape.rect.y + (shape.rect.height - side) / 2, side, side)
    code = square.inset(side * QUIET_ZONE / (modules + 2 * QUIET_ZONE))
    ground = drawn(
        number + 1,
        "Ground",
        xfrm(square.x, square.y, side, side),
        preset("rect"),
        scheme(place.plan.palette.light),
        NO_LINE,
    )
    dark = drawn(
        number + 2, "Code", xfrm(code.x, code.y, code.width, code.height), _code(shape.modules),
        scheme(place.plan.palette.dark), NO_LINE,
    )  # fmt: skip
    return group(number, f"QR code {number}", shape.alt, square, ground + dark), number + 3


@lru_cache(maxsize=16)  # an address is the same in every language
def _code(modules: tuple[tuple[bool, ...], ...]) -> str:
    """Return the outline of a code's dark modules."""
    commands = [
        point("moveTo", left, top) + point("lnTo", right, top) + point("lnTo", right, bottom)
        + point("lnTo", left, bottom) + "<a:close/>"
        for left, top, right, bottom in _blocks(modules)
    ]  # fmt: skip
    return path(len(modules), len(modules), "".join(commands))


def _blocks(modules: tuple[tuple[bool, ...], ...]) -> list[tuple[int, int, int, int]]:
    """Return the dark modules as few rectangles (left, top, right, bottom): runs of a row, joined with equal runs below."""
    out: list[tuple[int, int, int, int]] = []
    growing: dict[tuple[int, int], int] = {}  # (left, right) of a run in the row above -> its top
    for y, row in enumerate([*modules, ()]):
        runs = set()
        x = 0
        while x < len(row):
            if row[x]:
                start = x
                while x < len(row) and row[x]:
                    x += 1
                runs.add((start, x))
            x += 1
        out.extend((run[0], growing.pop(run), run[1], y) for run in sorted(growing.keys() - runs))
        growing |= dict.fromkeys(runs - growing.keys(), y)
    return out


# --- text outside placeholders ----------------------------------------------------------------------------------------


def _label(shape: LabelShape, number: int, place: Place) -> tuple[str, int]:
    """Return the label's text and a line from its nearest side to the point it names, light under dark to show on any picture."""
    rect, (x2, y2) = shape.rect, shape.point
    y1 = rect.y + rect.height / 2
    if x2 > rect.right:
        x1 = rect.right + 3
    elif x2 < rect.x:
        x1 = rect.x - 3
    else:
        x1, y1 = x2, rect.bottom + 2 if y2 > rect.bottom else rect.y - 2
    flips = (' flipH="1"' if x2 < x1 else "") + (' flipV="1"' if y2 < y1 else "")
    at = xfrm(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1), flip=flips)
    palette = place.plan.palette
    frame = TextFrame(shape.font_size, rtl=place.rtl, explicit=True, sized=True, colour=scheme(palette.text))
    towards_right = x2 > rect.right or (rect.x <= x2 <= rect.right and place.rtl)
    words = replace(shape.paragraph, align="start" if towards_right == (shape.paragraph.direction == "rtl") else "end")
    text = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number + 1}" name={attribute(shape.name)}/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{xfrm(rect.x, rect.y, rect.width, rect.height)}{preset('rect')}<a:noFill/></p:spPr>"
        f'<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="{int(place.rtl)}" anchor="ctr">'
        f"<a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraph(words, frame, place.link)}</p:txBody></p:sp>"
    )
    halo = _line(number + 2, "Line ground", at, palette.light, 2.5)
    leader = _line(number + 3, "Line", at, palette.dark, 1.0, dot=True)
    left, top = min(rect.x, x1, x2), min(rect.y, y1, y2)
    whole = Rect(left, top, max(rect.right, x1, x2) - left, max(rect.bottom, y1, y2) - top)
    return group(number, f"{shape.name} group", None, whole, text + halo + leader), number + 4


def _line(number: int, name: str, at: str, colour: str, width: float, *, dot: bool = False) -> str:
    end = '<a:tailEnd type="oval" w="med" len="med"/>' if dot else ""
    return (
        f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{number}" name="{name}">{DECORATIVE}</p:cNvPr><p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr>'
        f'<p:spPr>{at}{preset("line")}<a:ln w="{round(width * EMU)}">{scheme(colour)}{end}</a:ln></p:spPr></p:cxnSp>'
    )
