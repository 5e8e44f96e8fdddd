"""The pieces that drawings are made of: groups, outlines, and shapes without text that are marked decorative."""

from __future__ import annotations

from generator.geometry import Rect
from generator.powerpoint.markup import DECORATIVE, EMU, attribute

NO_LINE = "<a:ln><a:noFill/></a:ln>"


def group(number: int, name: str, alt: str | None, rect: Rect, inner: str) -> str:
    """Return shapes as one group; without alt text what is in it is read by itself."""
    about = "/>" if alt is None else f" descr={attribute(alt)}/>"
    place = (
        f'<a:xfrm><a:off x="{round(rect.x * EMU)}" y="{round(rect.y * EMU)}"/>'
        f'<a:ext cx="{round(rect.width * EMU)}" cy="{round(rect.height * EMU)}"/>'
        f'<a:chOff x="{round(rect.x * EMU)}" y="{round(rect.y * EMU)}"/>'
        f'<a:chExt cx="{round(rect.width * EMU)}" cy="{round(rect.height * EMU)}"/></a:xfrm>'
    )
    return (
        f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{number}" name={attribute(name)}{about}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr>{place}</p:grpSpPr>{inner}</p:grpSp>"
    )


def drawn(number: int, name: str, at: str, geometry: str, fill: str, line: str) -> str:
    """Return a shape without text that says nothing by itself: marked decorative."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}">{DECORATIVE}</p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f"<p:spPr>{at}{geometry}{fill}{line}</p:spPr></p:sp>"
    )


def preset(name: str, adjust: float | None = None) -> str:
    """Return an outline PowerPoint knows by name, with its first adjustment."""
    guide = "" if adjust is None else f'<a:gd name="adj" fmla="val {round(adjust)}"/>'
    return f'<a:prstGeom prst="{name}"><a:avLst>{guide}</a:avLst></a:prstGeom>'


def path(width: int, height: int, commands: str) -> str:
    """Return a drawn outline in a box of its own units."""
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{width}" h="{height}">{commands}</a:path></a:pathLst></a:custGeom>'
    )


def point(tag: str, x: int, y: int) -> str:
    """Return one step of a path, to (x, y) in the path's own units: `moveTo` or `lnTo`."""
    return f'<a:{tag}><a:pt x="{x}" y="{y}"/></a:{tag}>'


def arc(radius: int, start: int, sweep: int) -> str:
    """Return an arc of a circle from where the path is; angles in degrees, clockwise from three o'clock."""
    return f'<a:arcTo wR="{radius}" hR="{radius}" stAng="{start * 60000}" swAng="{sweep * 60000}"/>'
