"""Every promise about a finished PDF, broken one at a time: the check finds each, and so does an independent validator."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import page
import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "pdf"))

from leaflets import full
from rewriting import Parts, changed

from generator.checks.pdf import verify_pdf
from generator.checks.pdf_content import _parsed_events, events
from generator.checks.pdf_reader import Name, Parser, PdfFile, Ref, Stream, _plain, text_of
from generator.pdf.painter import paint_pdf

LANGUAGES = ("en", "ar", "hi", "th", "zh-Hans", "am", "ur", "bn", "he", "fa", "ta", "ja", "ko", "ru", "vi", "my")


@cache
def painted(tag: str = "en") -> bytes:
    return paint_pdf(full(tag))


def rejected_by(content: bytes, profile: str) -> bool:
    """Whether page-validation refuses a file, its known false alarm about stream lengths aside."""
    report = page.validate_pdf_bytes(content, profile=profile)
    return any(not f.rule_id.endswith("STREAM-LENGTH-001") for f in report.failures)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_painted_files_are_ua1_and_a2a(tag: str) -> None:
    """What the painter writes passes our checks, PDF/UA-1 and PDF/A-2a, in every script."""
    assert verify_pdf(painted(tag), external=True) == ()
    assert not rejected_by(painted(tag), "ua1")
    assert not rejected_by(painted(tag), "2a")


def test_a_rewritten_file_is_still_sound() -> None:
    """Taking a file apart and putting it together changes no verdict, so a verdict below is about the breakage alone."""
    same = changed(painted(), lambda parts: None)
    assert same != painted()
    assert verify_pdf(same, external=True) == ()


def test_a_string_among_the_entries_of_a_mark_is_not_shown() -> None:
    """ActualText in marked content is no code of the page, nor does it hide the mark."""
    found = events(b"/Artifact <</Type/Layout/ActualText<FEFF200F>>> BDC BT /F1 1 Tf <0001> Tj ET EMC ")
    assert [(e.kind, e.tag, e.codes) for e in found if e.kind in {"begin", "show"}] == [
        ("begin", "Artifact", b""),
        ("show", "", b"0001"),
    ]


def contents(parts: Parts) -> Ref:
    return parts.pages[0]["Contents"]


def in_content(old: bytes, new: bytes) -> Callable[[Parts], None]:
    return lambda parts: parts.replace(contents(parts), lambda content: content.replace(old, new, 1))


def in_metadata(old: bytes, new: bytes) -> Callable[[Parts], None]:
    return lambda parts: parts.replace(parts.root["Metadata"], lambda content: content.replace(old, new))


def font(parts: Parts) -> dict:
    return next(parts.typed("Font", "Type0"))


def descendant(parts: Parts) -> dict:
    return parts.get(font(parts)["DescendantFonts"][0])


def lose_unicode(parts: Parts) -> None:
    """Take the first character out of a font's map to Unicode."""
    parts.replace(font(parts)["ToUnicode"], lambda cmap: cmap.replace(b"<0001> <", b"<FFF1> <", 1))


def blank_glyph(parts: Parts) -> None:
    """Let the first code show .notdef."""
    parts.replace(descendant(parts)["CIDToGIDMap"], lambda mapping: bytes(4) + mapping[4:])


def untag_footer(parts: Parts) -> None:
    def strip(content: bytes) -> bytes:
        start = content.rindex(b"/Artifact")
        end = content.index(b"EMC", start)
        line = content.index(b"\n", start)
        return content[:start] + content[line:end] + content[end + 3 :]

    parts.replace(contents(parts), strip)


def swap_roles(role: str, other: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts.element(role)["S"] = Name(other)

    return change


def without(where: Callable[[Parts], dict], key: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        del where(parts)[key]

    return change


def put(where: Callable[[Parts], dict], key: str, value: object) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        entries = where(parts)
        assert entries.get(key) != value
        entries[key] = value

    return change


def link(parts: Parts) -> dict:
    return next(a for a in parts.typed("Annot") if "A" in a)


def tree(parts: Parts) -> dict:
    return parts.get(parts.root["StructTreeRoot"])


def descriptor(parts: Parts) -> dict:
    return parts.get(descendant(parts)["FontDescriptor"])


def lose_scopes(parts: Parts) -> None:
    for cell in parts.elements("TH"):
        del cell["A"]


def second_note(parts: Parts) -> None:
    parts.element("H2").update(S=Name("Note"), ID=parts.element("Note")["ID"])


def drop_cell(parts: Parts) -> None:
    row = [*parts.elements("TR")][1]
    row["K"] = row["K"][:-1]


def detach_link(parts: Parts) -> None:
    element = next(e for e in parts.elements("Link") if isinstance(e["K"], list))
    element["K"] = element["K"][0]


def wrong_width(parts: Parts) -> None:
    widths = descendant(parts)["W"][1]
    widths[0] += 100


def twice(parts: Parts) -> None:
    parts.replace(contents(parts), lambda content: content.replace(b"<</MCID 1>>", b"<</MCID 0>>", 1))


UA, A = "ua1", "2a"
# what is broken, how, the rule that must find it, and the profiles page-validation must refuse it by
BREAKAGES = [
    ("figure without alternative", without(lambda p: p.element("Figure"), "Alt"), "F54", (UA,)),
    ("figure with empty alternative", put(lambda p: p.element("Figure"), "Alt", b""), "F54", (UA,)),
    ("footer that is no artifact", untag_footer, "F29", (UA,)),
    ("text tagged with nothing", in_content(b"/H1 <</MCID 0>> BDC", b"/H1 BMC"), "F65", (UA,)),
    ("header cells without scope", lose_scopes, "F55", (UA,)),
    ("no structure tree", without(lambda p: p.root, "StructTreeRoot"), "F50", (UA, A)),
    ("no mark info", without(lambda p: p.root, "MarkInfo"), "F05", (UA, A)),
    ("marked false", put(lambda p: p.root, "MarkInfo", {"Marked": False}), "F05", (UA, A)),
    ("no output intent", without(lambda p: p.root, "OutputIntents"), "F08", (A,)),
    ("no language", without(lambda p: p.root, "Lang"), "F06", (UA,)),
    ("malformed language", put(lambda p: p.root, "Lang", b"not a language"), "F06", (UA,)),
    ("malformed language of a part", put(lambda p: p.element("Span"), "Lang", b"english_"), "F59", (UA,)),
    ("no metadata", without(lambda p: p.root, "Metadata"), "F10", (UA, A)),
    ("no PDF/UA identifier", in_metadata(b"<pdfuaid:part>1</pdfuaid:part>", b""), "F11", (UA,)),
    ("no PDF/A identifier", in_metadata(b"<pdfaid:part>2</pdfaid:part>", b""), "F11", (A,)),
    ("another conformance", in_metadata(b"<pdfaid:conformance>A", b"<pdfaid:conformance>X"), "F11", (A,)),
    ("no title", in_metadata(b"dc:title>", b"dc:tytle>"), "F12", (UA,)),
    ("another title in Info", put(lambda p: p.information, "Title", b"Something else"), "F13", ()),
    ("title not shown", without(lambda p: p.root, "ViewerPreferences"), "F07", (UA,)),
    ("font without Unicode", without(font, "ToUnicode"), "F30", (UA, A)),
    ("one character without Unicode", lose_unicode, "F31", (UA, A)),
    ("font not embedded", without(descriptor, "FontFile2"), "F30", (UA, A)),
    ("a box instead of a letter", blank_glyph, "F32", (UA, A)),
    ("wrong width", wrong_width, "F33", (UA, A)),
    ("no tab order", without(lambda p: p.pages[0], "Tabs"), "F25", (UA,)),
    ("page out of the parent tree", without(lambda p: p.pages[0], "StructParents"), "F26", ()),
    ("link without description", without(link, "Contents"), "F21", (UA,)),
    ("link out of the parent tree", without(link, "StructParent"), "F64", (UA,)),
    ("link not printed", put(link, "F", 0), "F22", (A,)),
    ("link element without its annotation", detach_link, "F58", ()),
    ("link that runs a script", put(link, "A", {"S": Name("JavaScript"), "JS": b"app.alert(1)"}), "F14", (A,)),
    ("link to a file", put(link, "A", {"S": Name("URI"), "URI": b"file:///etc/passwd"}), "F23", ()),
    ("action on opening", put(lambda p: p.root, "OpenAction", {"S": Name("Launch"), "F": b"x"}), "F14", (A,)),
    ("form", put(lambda p: p.root, "AcroForm", {"Fields": [], "XFA": []}), "F14", ()),
    ("an annotation that is no link", put(link, "Subtype", Name("Screen")), "F20", (A,)),
    ("note without ID", without(lambda p: p.element("Note"), "ID"), "F57", (UA,)),
    ("two notes with one ID", second_note, "F57", (UA,)),
    ("skipped heading level", swap_roles("H2", "H3"), "F60", (UA,)),
    ("cell in a list", swap_roles("LI", "TD"), "F53", (UA,)),
    ("list without items", swap_roles("LI", "P"), "F53", (UA,)),
    ("row that lacks a cell", drop_cell, "F61", (UA,)),
    ("role nobody knows", swap_roles("Caption", "Legend"), "F51", (UA, A)),
    ("role map lost", without(tree, "RoleMap"), "F51", (UA, A)),
    ("list labels without numbering", without(lambda p: p.element("L"), "A"), "F56", ()),
    ("MCID used twice", twice, "F27", ()),
    ("parent tree lost", without(tree, "ParentTree"), "F64", ()),
    ("marked content not closed", in_content(b"EMC", b""), "F29", ()),
    ("encrypted", put(lambda p: p.trailer, "Encrypt", {"Filter": Name("Standard")}), "F03", ()),
]  # fmt: skip


@pytest.mark.parametrize(("change", "rule", "profiles"), [b[1:] for b in BREAKAGES], ids=[b[0] for b in BREAKAGES])
def test_each_breakage_is_found(change: Callable[[Parts], None], rule: str, profiles: tuple[str, ...]) -> None:
    """A file broken in one place is refused by the rule about that place, and by page-validation where it has the rule."""
    broken = changed(painted(), change)
    assert rule in {p.rule for p in verify_pdf(broken)}
    for profile in profiles:
        assert rejected_by(broken, profile), f"page-validation accepts it as {profile}"


def test_there_are_enough_breakages() -> None:
    """At least 25 different breakages are refused by an independent validator too."""
    assert sum(bool(b[3]) for b in BREAKAGES) >= 25
    assert len({b[0] for b in BREAKAGES}) == len(BREAKAGES)


@pytest.mark.parametrize("cut", [0, 1, 100, 0.25, 0.5, 0.9, 0.999])
def test_a_cut_file_is_one_problem(cut: float) -> None:
    """A file that ends early gives one problem that says so, never a traceback."""
    whole = painted()
    part = whole[: int(cut if cut >= 1 else cut * len(whole))]
    assert [p.rule for p in verify_pdf(part)] == ["F01"]


def test_damaged_bytes_never_crash() -> None:
    """Any byte of the file may be wrong: the check answers, and does not fall over."""
    whole = bytearray(painted())
    for at in range(7, len(whole), 997):
        damaged = whole.copy()
        damaged[at] ^= 0xFF
        assert isinstance(verify_pdf(bytes(damaged)), tuple)


def test_other_files_are_refused() -> None:
    """What is no PDF at all is one clear problem."""
    for other in (b"", b"PK\3\4", b"%PDF-1.7\nstartxref\n9\n%%EOF\n", b"hello" * 1000):
        (problem,) = verify_pdf(other)
        assert problem.rule == "F01"
        assert "cannot be read" in problem.message


def test_a_bomb_is_refused() -> None:
    """A stream that unpacks to more than the budget is refused before it is unpacked whole."""
    import zlib

    def swell(parts: Parts) -> None:
        packed = zlib.compress(bytes(300 * 2**20), 9)
        reference = contents(parts)
        parts.objects[reference.number] = Stream({"Filter": Name("FlateDecode")}, packed)

    (problem,) = verify_pdf(changed(painted(), swell))
    assert "too large" in problem.message


def test_an_action_hidden_in_an_object_stream_is_found() -> None:
    """What runs is found in packed objects too, also if its name is written in hexadecimal."""
    from generator.pdf.canvas import LeafletCanvas

    for body in (b"<</S/JavaScript/JS(x)>>", b"<</S/J#61vaScript/J#53(x)>>", b"[<</A<</S/Launch/F(x)>>>>]"):
        canvas = LeafletCanvas()
        canvas.start_page(10, 10)
        canvas.add(body)
        canvas.end_page(0)
        assert "F14" in {p.rule for p in verify_pdf(canvas.finish(b"", b""))}


def test_the_reader_agrees_with_pypdf() -> None:
    """Our reader finds the same title, pages and content as an independent one."""
    import io

    import pypdf

    other = pypdf.PdfReader(io.BytesIO(painted("ar")))
    own = PdfFile(painted("ar"))
    root = own.dictionary(own.trailer["Root"])
    pages = own.array(own.dictionary(root["Pages"])["Kids"])
    assert other.metadata.title == text_of(own.dictionary(own.trailer["Info"])["Title"])
    assert len(pages) == len(other.pages)
    assert own.decoded(own.dictionary(pages[0])["Contents"]) == other.pages[0].get_contents().get_data()


@pytest.mark.parametrize(
    "body",
    [
        b"<</S/TD/P 7 0 R/Pg 5 0 R/K[76 0 R 77 0 R]>>",
        b"<</A<</O/Table/Scope/Column>>/W[1 -2.5 .5]/K[3 4 0 R]/E()/T[]/R<<>>>>",
        b"<</ActualText(a\\(b\\)\xfe\xff)/K 3/Pg 5 0 R>>",
        b"<</A[<</B 1>>[2]]/K[<</Type/MCR/MCID 3>>]>>",
    ],
)
def test_the_quick_way_to_read_an_object_agrees_with_the_parser(body: bytes) -> None:
    """An object that is read at one go is read as the parser reads it."""
    assert _plain(body, 0, len(body)) in (None, Parser(body).value())


@pytest.mark.parametrize("body", [b"<</Pg5 0 R>>", b"<</A<</K7>>>>", b"<</K[5 0 R>>", b"<</K(a)>>]"])
def test_the_quick_way_leaves_damaged_objects_to_the_parser(body: bytes) -> None:
    """A digit that touches a name belongs to the name, and brackets must match."""
    assert _plain(body, 0, len(body)) is None


@pytest.mark.parametrize(
    "written",
    [
        b"<</S/Link/K[53 <</Type/OBJR/Obj 21 0 R/Pg 7 0 R>> 54]>>",
        b"<</K[<</Type/MCR/MCID 3>><</Type/OBJR/Obj 2 0 R>>]/P 4 0 R>>",
        b"<</A<</O/List/ListNumbering/Disc>>/T(\\(a\\) b)/B[1 -2.5]>>",
    ],
)
def test_plain_dictionaries_are_read_as_the_parser_reads_them(written: bytes) -> None:
    """The quick way and the parser agree on rows that hold dictionaries, on escapes and on numbers."""
    assert _plain(written, 0, len(written)) == Parser(written).value()


@pytest.mark.parametrize("written", [b"<</K[1 <</A[2>>]>>", b"<</K 1/>>", b"<</A<</B>>>>", b"<</K[R 1 0]>>", b"<</K null>>"])
def test_what_is_not_plain_is_left_to_the_parser(written: bytes) -> None:
    """Damaged and unusual dictionaries are never read the quick way."""
    assert _plain(written, 0, len(written)) is None


@pytest.mark.parametrize("content", [b"0 0 1 1 re f", b"0 0 m 1 1 l s", b"/X Do", b"/Y sh", b"f*", b"<0001>Tj", b"0 0 m b* "])
def test_ink_outside_marked_content_is_seen_by_both_readings(content: bytes) -> None:
    """Scanning finds the ink and the text that parsing finds, at the end of a stream too."""
    stream = b"q\n" + content
    assert [e.kind for e in events(stream)] == [e.kind for e in _parsed_events(stream)] != []
