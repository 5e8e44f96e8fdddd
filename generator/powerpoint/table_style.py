"""The table style a deck carries: no vertical rules, a rule under the header, hairlines between rows (ECMA-376 part 1, 20.1.4.2)."""

# ruff: noqa: E501 - markup reads best unbroken
from __future__ import annotations

from generator.powerpoint.markup import scheme

STYLE_ID = "{8A1C7C1E-2F0B-5B52-9C0F-5D1B6E0A4C11}"
NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SIDES = ("left", "right", "top", "bottom", "insideH", "insideV")


def table_style(*, header_fill: str | None, header_text: str, text: str, rule: str, hairline: str) -> str:
    """Return the `a:tblStyle`; colours are theme colours as `markup.scheme` reads them, `header_fill` None leaves it open."""
    line = dict.fromkeys(_SIDES, "<a:ln><a:noFill/></a:ln>")
    line["bottom"] = line["insideH"] = f'<a:ln w="6350" cmpd="sng">{scheme(hairline)}</a:ln>'
    borders = "".join(f"<a:{side}>{line[side]}</a:{side}>" for side in _SIDES)
    ground = "<a:noFill/>" if header_fill is None else scheme(header_fill)
    return (
        f'<a:tblStyle xmlns:a="{NAMESPACE}" styleId="{STYLE_ID}" styleName="leafdeck">'
        f"<a:wholeTbl>{_text(text)}<a:tcStyle><a:tcBdr>{borders}</a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle></a:wholeTbl>"
        f"<a:firstCol>{_text(text, bold=True)}<a:tcStyle><a:tcBdr/></a:tcStyle></a:firstCol>"
        f"<a:firstRow>{_text(header_text, bold=True)}<a:tcStyle><a:tcBdr><a:bottom>"
        f'<a:ln w="12700" cmpd="sng">{scheme(rule)}</a:ln></a:bottom></a:tcBdr><a:fill>{ground}</a:fill></a:tcStyle></a:firstRow>'
        "</a:tblStyle>"
    )


def _text(colour: str, *, bold: bool = False) -> str:
    weight = ' b="on"' if bold else ""
    return f'<a:tcTxStyle{weight}><a:fontRef idx="minor"><a:schemeClr val="{colour}"/></a:fontRef><a:schemeClr val="{colour}"/></a:tcTxStyle>'
