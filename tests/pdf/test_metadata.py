"""What the file says about itself, read back by an independent reader."""

from __future__ import annotations

import io
import re
import struct
import zlib
from dataclasses import replace
from xml.etree import ElementTree as ET

import pypdf
import pypdfium2
import pytest
from leaflets import PROVENANCE, Maker, full, plain, png
from PIL import Image, ImageCms

from generator import __version__
from generator.data import read_bytes
from generator.geometry import Rect
from generator.leaflet.model import Leaflet, PlacedPicture
from generator.pdf.metadata import NAMESPACE
from generator.pdf.painter import paint_pdf
from generator.picture import Picture


def read(leaflet: Leaflet) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(paint_pdf(leaflet)))


def test_info_and_xmp_say_the_same() -> None:
    """Title, authors, subject, keywords and dates agree, whatever characters are in them."""
    leaflet = replace(plain("en", ["A", "b"]), title='<5 mg & "more" (é, ع)', subject="x > y")
    reader = read(leaflet)
    packet = reader.xmp_metadata
    assert reader.metadata.title == packet.dc_title["x-default"] == leaflet.title
    assert reader.metadata.author == packet.dc_creator[0] == "A. Author, B. <Writer> & Co"
    assert reader.metadata.subject == packet.dc_description["x-default"] == "x > y"
    assert reader.metadata.keywords == packet.pdf_keywords == "skin, calcium"
    assert reader.metadata.creation_date.date().isoformat() == packet.xmp_create_date.date().isoformat() == "2026-11-12"


def test_provenance_is_in_the_packet() -> None:
    """Tool version, content hash, version, language and translation status are there, and each is described in the schema."""
    reader = read(plain("ar", ["عنوان", "نص"]))
    packet = reader.trailer["/Root"]["/Metadata"].get_data()
    tree = ET.fromstring(packet)
    found = {e.tag.removeprefix(f"{{{NAMESPACE}}}"): e.text for e in tree.iter() if e.tag.startswith(f"{{{NAMESPACE}}}")}
    assert found == {
        "toolVersion": __version__,
        "contentHash": PROVENANCE.content_sha256,
        "contentVersion": "1.2",
        "contentLanguage": "ar",
        "translationStatus": "machine",
    }
    described = {e.text for e in tree.iter() if e.tag.endswith("property#}name")}
    assert set(found) | {"part"} == described


def test_catalog_of_a_right_to_left_leaflet() -> None:
    """Language, title shown, page labels in the language's own digits."""
    reader = read(replace(full("ur"), page_labels=("۱",)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "ur"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.page_labels == ["۱"]
    assert "/OpenAction" not in root


def test_outline_follows_the_headings() -> None:
    """Bookmarks nest by level and lead to their pages."""
    leaflet = full("en", repeat=4)
    reader = read(leaflet)
    top, inner = reader.outline
    assert top.title == leaflet.outline[0].title
    assert [entry.title for entry in inner] == [e.title for e in leaflet.outline[1:]]
    assert [reader.get_destination_page_number(e) for e in inner] == [e.page for e in leaflet.outline[1:]]


def test_links_lead_where_they_say() -> None:
    """An outer link has its address in ASCII and its words as description; an inner one leads to its note."""
    reader = read(full("en"))
    links = [a.get_object() for a in reader.pages[0]["/Annots"]]
    outer = [a for a in links if "/A" in a]
    inner = [a for a in links if "/Dest" in a]
    assert {a["/A"]["/URI"] for a in outer} == {"https://example.org/a?b=(c)&d=%C3%A9"}
    assert {a["/Contents"] for a in outer} == {"Drink"}
    assert inner[0]["/Dest"][0].get_object() == reader.pages[-1]


def test_the_colour_profile_is_srgb() -> None:
    """Colours through our profile come out as through a reference sRGB profile."""
    own = ImageCms.getOpenProfile(io.BytesIO(read_bytes("srgb.icc")))
    same = ImageCms.buildTransform(own, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    for colour in [(0, 0, 0), (255, 255, 255), (10, 200, 30), (128, 64, 32), (0, 94, 184)]:
        image = ImageCms.applyTransform(Image.new("RGB", (1, 1), colour), same)
        assert all(abs(a - b) <= 1 for a, b in zip(image.getpixel((0, 0)), colour, strict=True))


def jpeg(mode: str) -> Picture:
    held = io.BytesIO()
    Image.new(mode, (8, 6), {"RGB": (200, 30, 40), "L": 90, "CMYK": (1, 2, 3, 4)}[mode]).save(held, "JPEG")
    return Picture("x.jpg", held.getvalue(), "image/jpeg", 8, 6)


def with_picture(picture: Picture) -> Leaflet:
    maker = Maker("en")
    heading = maker.leaf("H1", "Pictures", 20)
    figure = maker.element("Figure", alt="A picture", bounds=(0, Rect(60, 200, 300, 200)))
    maker.pages[-1].append(PlacedPicture(Rect(60, 200, 300, 200), picture, figure.id))
    return maker.finish(heading, figure, title="Pictures")


def pixel(content: bytes, x: float, y: float) -> tuple[int, ...]:
    document = pypdfium2.PdfDocument(content)
    image = document[0].render(scale=1).to_pil().convert("RGB")
    document.close()
    return image.getpixel((int(x), int(y)))


def test_pictures_keep_their_colours() -> None:
    """PNG and JPEG pixels come out where and as they were; transparency shows the paper."""
    assert pixel(paint_pdf(with_picture(jpeg("RGB"))), 200, 300) == pytest.approx((200, 30, 40), abs=4)
    assert pixel(paint_pdf(with_picture(jpeg("L"))), 200, 300) == pytest.approx((90, 90, 90), abs=4)
    rows = b"".join(b"\0" + bytes((255, 0, 0, 255)) + bytes((0, 0, 255, 0)) for _ in range(2))
    whole = png(2, 2, alpha=True).data
    start = whole.index(b"IDAT")
    packed = zlib.compress(rows)
    chunk = b"IDAT" + packed
    data = (
        whole[: start - 4]
        + struct.pack(">I", len(packed))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + whole[whole.index(b"IEND") - 4 :]
    )
    content = paint_pdf(with_picture(Picture("x.png", data, "image/png", 2, 2)))
    assert pixel(content, 100, 300) == pytest.approx((255, 0, 0), abs=2)
    assert pixel(content, 320, 300) == (255, 255, 255)


def test_a_cmyk_picture_is_refused() -> None:
    """The output intent is sRGB: ink colours have no place."""
    with pytest.raises(ValueError, match="4 channels"):
        paint_pdf(with_picture(jpeg("CMYK")))


def test_a_picture_used_twice_is_in_the_file_once() -> None:
    """The logo of every page is one object."""
    maker = Maker("en")
    heading = maker.leaf("H1", "Pictures", 20)
    maker.pages[-1] += [PlacedPicture(Rect(60, 200 + 20 * n, 30, 20), png()) for n in range(3)]
    content = paint_pdf(maker.finish(heading, title="Pictures"))
    assert len(re.findall(rb"/Subtype/Image", content)) == 1
