"""A native bar chart and the workbook behind it, both written here: small, deterministic, and without the import of a library.

The bars lie: category labels of patient decks are long, and lying bars leave them on one line. There is no value axis; each bar
carries its number. In a right-to-left deck the bars start at the right.
"""

# ruff: noqa: E501 - markup reads best unbroken
from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from generator.deck.model import ChartShape
from generator.errors import OutputError, Problem
from generator.powerpoint.markup import DECLARATION, A, R, attribute, run_properties, scheme, words
from generator.powerpoint.package import zip_bytes

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
CATEGORY_AXIS, VALUE_AXIS = 111111111, 222222222  # unsigned: a negative id fails validation
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def chart_xml(chart: ChartShape, language: str, *, rtl: bool, accent: str = "accent1", text: str = "tx1") -> str:
    """Return the chart part; its relationship rId1 is the workbook."""
    _must_have_numbers(chart)
    count = len(chart.categories)
    style = _text(chart.font_size, language, rtl=rtl, colour=text)
    orientation = "maxMin" if rtl else "minMax"
    points = "".join(f'<c:pt idx="{n}"><c:v>{words(label)}</c:v></c:pt>' for n, label in enumerate(chart.categories))
    values = "".join(f'<c:pt idx="{n}"><c:v>{value:.10g}</c:v></c:pt>' for n, value in enumerate(chart.values))
    code = attribute(chart.number_format)
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{C}" xmlns:a="{A}" xmlns:r="{R}"><c:date1904 val="0"/>'
        f'<c:lang val="{run_properties("rPr", language).split(chr(34))[1]}"/><c:roundedCorners val="0"/>'
        '<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        '<c:ser><c:idx val="0"/><c:order val="0"/>'
        f'<c:tx><c:strRef><c:f>Sheet1!$B$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{words(chart.series)}</c:v>'
        f'</c:pt></c:strCache></c:strRef></c:tx><c:spPr>{scheme(accent)}</c:spPr><c:invertIfNegative val="0"/>'
        f'<c:dLbls><c:numFmt formatCode={code} sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_text(chart.font_size, language, rtl=rtl, colour=text, bold=True)}<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f'<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${count + 1}</c:f><c:strCache><c:ptCount val="{count}"/>{points}</c:strCache></c:strRef></c:cat>'
        f"<c:val><c:numRef><c:f>Sheet1!$B$2:$B${count + 1}</c:f><c:numCache><c:formatCode>{words(chart.number_format)}</c:formatCode>"
        f'<c:ptCount val="{count}"/>{values}</c:numCache></c:numRef></c:val></c:ser>'
        f'<c:gapWidth val="60"/><c:axId val="{CATEGORY_AXIS}"/><c:axId val="{VALUE_AXIS}"/></c:barChart>'
        # the first category stands at the top, as it is read
        f'<c:catAx><c:axId val="{CATEGORY_AXIS}"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"r" if rtl else "l"}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr><a:ln w="9525">{scheme(text)}</a:ln></c:spPr>{style}'
        f'<c:crossAx val="{VALUE_AXIS}"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        '<c:noMultiLvlLbl val="0"/></c:catAx>'
        f'<c:valAx><c:axId val="{VALUE_AXIS}"/><c:scaling><c:orientation val="{orientation}"/>{_minimum(chart.values)}</c:scaling>'
        f'<c:delete val="1"/><c:axPos val="t"/><c:numFmt formatCode={code} sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="{CATEGORY_AXIS}"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx><c:spPr><a:noFill/></c:spPr></c:plotArea>'
        f'<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{style}'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _must_have_numbers(chart: ChartShape) -> None:
    if not chart.values or len(chart.values) != len(chart.categories) or not all(map(isfinite, chart.values)):
        raise OutputError(
            Problem(
                "P04",
                f"expected a finite number for each of {len(chart.categories)} bars, found {list(chart.values)}",
                hint="give every bar of the chart a label and a number",
            )
        )


def _minimum(values: Sequence[float]) -> str:
    return '<c:min val="0"/>' if min(values) >= 0 else ""


def _text(size: float, language: str, *, rtl: bool, colour: str, bold: bool = False) -> str:
    inner = scheme(colour) + '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
    default = run_properties("defRPr", language, bold=bold, size=size, inner=inner).replace(' dirty="0"', "")
    end = run_properties("endParaRPr", language)
    return f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr rtl="{int(rtl)}">{default}</a:pPr>{end}</a:p></c:txPr>'


def workbook(chart: ChartShape) -> bytes:
    """Return the chart's figures as an .xlsx: one sheet, labels in column A, values in column B."""

    def cell(ref: str, text: str) -> str:
        return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{words(text)}</t></is></c>'

    rows = [f'<row r="1">{cell("A1", " ")}{cell("B1", chart.series)}</row>']
    rows += [
        f'<row r="{n}">{cell(f"A{n}", label)}<c r="B{n}" s="1"><v>{value:.10g}</v></c></row>'
        for n, (label, value) in enumerate(zip(chart.categories, chart.values, strict=True), 2)
    ]
    sheet = (
        f'{DECLARATION}<worksheet xmlns="{_SHEET}"><dimension ref="A1:B{len(chart.categories) + 1}"/>'
        f'<cols><col min="1" max="1" width="40" customWidth="1"/></cols><sheetData>{"".join(rows)}</sheetData></worksheet>'
    )
    styles = (
        f'{DECLARATION}<styleSheet xmlns="{_SHEET}"><numFmts count="1"><numFmt numFmtId="164" formatCode={attribute(chart.number_format)}/>'
        '</numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill>'
        '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1">'
        '<border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
    types = (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_OFFICE}styles+xml"/></Types>'
    )
    book = (
        f'{DECLARATION}<workbook xmlns="{_SHEET}" xmlns:r="{R}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    )
    return zip_bytes(
        (
            ("[Content_Types].xml", types.encode()),
            ("_rels/.rels", _relationships(("officeDocument", "xl/workbook.xml"))),
            ("xl/workbook.xml", book.encode()),
            (
                "xl/_rels/workbook.xml.rels",
                _relationships(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")),
            ),
            ("xl/worksheets/sheet1.xml", sheet.encode()),
            ("xl/styles.xml", styles.encode()),
        )
    )


def _relationships(*targets: tuple[str, str]) -> bytes:
    inner = "".join(f'<Relationship Id="rId{n}" Type="{R}/{kind}" Target="{to}"/>' for n, (kind, to) in enumerate(targets, 1))
    return f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'.encode()
