"""The guarded door: what may be opened, and what a picture is after it came through."""

import io
import os
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from generator.assets import SHARP_SIDE, open_project
from generator.errors import AssetError

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "assets").mkdir()
    return open_project(tmp_path)


def put(project, name, source):
    (project.folder / "assets" / name).write_bytes(source)
    return f"assets/{name}"


def saved(picture, kind="PNG", **more):
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def chunk(kind, body):
    return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))


def refused(project, path, open_with="picture"):
    with pytest.raises(AssetError) as caught:
        getattr(project, open_with)(path)
    (problem,) = caught.value.problems
    assert problem.hint
    assert str(problem).count("\n") == 1
    return problem


def opened(picture):
    return Image.open(io.BytesIO(picture.data))


RED = Image.new("RGB", (30, 20), (200, 30, 30))


# --- the door ---


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../x.png", "assets/../../x.png", "~/x.png", "C:\\x.png", "\\\\host\\x.png", "http://a.org/x.png", "a//b.png", "", ".",
     "assets/x.png:stream", "a\0b.png", "con.png", "assets/x.png ", "x" * 300],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused(project, path):
    """Absolute, climbing, home, drive, network, address, stream and device paths: one clear line each."""
    assert refused(project, path).rule == "A01"


def test_links_are_not_followed(project, tmp_path_factory):
    """Neither a link to a file nor a link to a folder leads out of the project."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.png").write_bytes(saved(RED))
    os.symlink(outside / "secret.png", project.folder / "assets" / "link.png")
    os.symlink(outside, project.folder / "assets" / "folder")

    assert "links" in refused(project, "assets/link.png").message
    assert "links" in refused(project, "assets/folder/secret.png").message


def test_a_pipe_and_a_folder_are_refused_at_once(project):
    """Opening a pipe does not wait for a writer."""
    os.mkfifo(project.folder / "assets" / "pipe.png")

    assert refused(project, "assets/pipe.png").rule == "A02"
    assert refused(project, "assets").rule == "A02"


def test_a_missing_file_suggests_the_one_that_is_there(project):
    """A misspelt name gets a suggestion."""
    put(project, "arm.png", saved(RED))

    assert refused(project, "assets/amr.png").hint == 'did you mean "assets/arm.png"?'


def test_a_file_too_large_is_not_read(project):
    """The size is known before a byte is read."""
    with open(project.folder / "assets" / "big.png", "wb") as file:
        file.truncate(31_000_000)

    assert refused(project, "assets/big.png").rule == "A03"


def test_a_project_needs_a_folder(tmp_path):
    """No folder, no project."""
    with pytest.raises(AssetError):
        open_project(tmp_path / "nowhere")


# --- pictures ---


def test_a_plain_png_keeps_its_pixels_and_loses_the_rest(project):
    """RGB of 8 bits is not encoded anew; text and resolution chunks go."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "somebody")
    picture = project.picture(put(project, "a.png", saved(RED, dpi=(300, 300), pnginfo=notes)))

    assert (picture.media_type, picture.width, picture.height) == ("image/png", 30, 20)
    assert b"tEXt" not in picture.data
    assert b"pHYs" not in picture.data
    assert opened(picture).tobytes() == RED.tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_eight_bit_colour(project, mode):
    """Palette, grey, bilevel and 16 bits become RGB, or RGBA where something is transparent."""
    picture = project.picture(put(project, "a.png", saved(Image.new(mode, (30, 20)) if mode == "I;16" else RED.convert(mode))))

    assert opened(picture).mode == ("RGBA" if mode in ("LA", "RGBA") else "RGB")


def test_sixteen_bit_grey_is_scaled_not_clipped(project):
    """Half of the range stays half."""
    picture = project.picture(put(project, "a.png", saved(Image.new("I;16", (4, 4), 0x8080))))

    assert opened(picture).getpixel((0, 0)) == (128, 128, 128)


def test_a_palette_with_a_clear_colour_stays_clear(project):
    """Transparency survives the way to RGBA."""
    palette = RED.convert("P")
    picture = project.picture(put(project, "a.png", saved(palette, transparency=palette.getpixel((0, 0)))))

    assert opened(picture).getpixel((0, 0))[3] == 0


def test_a_photograph_is_turned_upright_and_loses_its_data(project):
    """EXIF rotation is applied; camera, place and name are gone."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "a camera"
    picture = project.picture(put(project, "a.jpg", saved(RED, "JPEG", exif=exif)))

    assert (picture.media_type, picture.width, picture.height) == ("image/jpeg", 20, 30)
    assert b"camera" not in picture.data
    assert not opened(picture).getexif()


def test_an_upright_photograph_is_not_compressed_twice(project):
    """Its scan stays byte for byte; metadata and what hangs behind the picture go."""
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    source = saved(RED, "JPEG", exif=exif, comment=b"hello", quality=90)
    picture = project.picture(put(project, "a.jpg", source + b"behind"))

    assert opened(picture).tobytes() == Image.open(io.BytesIO(source)).tobytes()
    assert not any(word in picture.data for word in (b"camera", b"hello", b"behind"))


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_other_photographs_become_rgb(project, mode):
    """Grey and CMYK JPEGs are encoded anew in RGB."""
    assert opened(project.picture(put(project, "a.jpg", saved(RED.convert(mode), "JPEG")))).mode == "RGB"


def test_a_picture_too_fine_for_print_is_reduced(project):
    """More than 3,600 pixels on a side show nothing more on paper."""
    picture = project.picture(put(project, "a.png", saved(Image.new("RGB", (SHARP_SIDE * 2, 10)))))

    assert (picture.width, picture.height) == (SHARP_SIDE, 5)
    assert opened(picture).size == (SHARP_SIDE, 5)


def test_a_huge_picture_is_refused_by_its_header(project):
    """Nothing is decoded: the pixels after the header are not even there."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 12_000, 12_000, 1, 0, 0, 0, 0))

    assert "12,000 x 12,000" in refused(project, put(project, "a.png", PNG + header + chunk(b"IEND", b""))).message


def flipped(source, at):
    return source[:at] + bytes([source[at] ^ 0x55]) + source[at + 1 :]


BOMB = PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0" * 9_000_000)) + chunk(b"IEND", b"")  # fmt: skip
TEXT_BOMB = (
    PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", 10, 10, 8, 0, 0, 0, 0)) + chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 90_000_000)) +
    chunk(b"IDAT", zlib.compress(b"\0" * 110)) + chunk(b"IEND", b"")
)  # fmt: skip


@pytest.mark.parametrize(
    "source",
    [b"", b"<svg/>", b"%!PS-Adobe", b"GIF89a", b"RIFF0000WEBP", b"hello", PNG, saved(RED)[:-20], saved(RED)[:60], flipped(saved(RED), 50),
     saved(RED, "JPEG")[:300], saved(RED, "JPEG")[:3], BOMB, saved(RED, "GIF"),
     PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", 0, 10, 8, 2, 0, 0, 0)) + chunk(b"IEND", b""),
     saved(RED, save_all=True, append_images=[RED.rotate(180)])],
)  # fmt: skip
def test_what_is_no_whole_picture_is_refused(project, source):
    """Other formats, cut, damaged, lying about their size, empty, animated."""
    assert refused(project, put(project, "a.png", source)).rule == "A07"


def test_packed_text_is_never_unpacked_into_the_result(project):
    """A text bomb in a PNG ends in a refusal or in a picture without it."""
    path = put(project, "a.png", TEXT_BOMB)
    try:
        picture = project.picture(path)
    except AssetError:
        return
    assert len(picture.data) < 10_000


def test_cleaning_is_deterministic(project, tmp_path):
    """The same file gives the same bytes."""
    path = put(project, "a.png", saved(RED.convert("P")))

    assert project.picture(path).data == open_project(tmp_path).picture(path).data


# --- fonts and templates ---


def test_only_truetype_fonts_pass(project):
    """Web fonts and PostScript outlines are named as what they are."""
    assert project.font(put(project, "a.ttf", b"\0\1\0\0rest")) == b"\0\1\0\0rest"
    assert "WOFF2" in refused(project, put(project, "b.ttf", b"wOF2rest"), "font").message
    assert "PostScript" in refused(project, put(project, "c.otf", b"OTTOrest"), "font").message


def test_only_powerpoint_files_pass_as_template(project):
    """Name and signature are looked at here, the package elsewhere."""
    assert project.template(put(project, "a.potx", b"PK\x03\x04rest"))
    assert refused(project, put(project, "a.pptm", b"PK\x03\x04rest"), "template").rule == "A06"
    assert refused(project, put(project, "b.pptx", b"\xd0\xcf\x11\xe0"), "template").rule == "A06"
