"""The life of a translation through the command line: counted, stamped, signed, and a draft again when a word changes."""

import json
import re
import zipfile
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner
from small_content import HEAD

from generator.cli import main

SOURCE = (
    HEAD.replace("format = 1\n", "format = 1\n# a remark that stays\n")
    + """\
[[section]]
id = "what"
title = "What is it?"
[[section.block]]
type = "paragraph"
text = "Take 5 mg [@a]."
[[reference]]
id = "a"
title = "A work"
"""
)
WORDS = """\
document.title = "Título"   # se queda
document.audience = "Personas"
document.objective = "Ayudar"
document.main_message = "Pregunte"
what.title = "¿Qué es?"
what.paragraph1.text = "Tome 5 mg [@a]."
"""
INSIDE = f"\n[translations.es]\n\n[translations.es.text]\n{WORDS}\n# la última línea\n"
MARKS = re.compile(r"draft|not clinically reviewed|borrador|sin revis", re.IGNORECASE)


def run(*arguments):
    """Run the command in this process."""
    return CliRunner().invoke(main, [str(a) for a in arguments])


def done(*arguments):
    """Run the command, which must succeed."""
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture(params=["inside", "beside", "windows"])
def project(request, tmp_path):
    """A project with a Spanish translation without states: in the content file, beside it, or saved on Windows."""
    content, words = SOURCE + INSIDE, f"[text]\n{WORDS}"
    if request.param == "beside":
        content = SOURCE + '\n[translations.es]\nfile = "assets/es.toml"\n'
    encoded = content.encode()
    if request.param == "windows":
        encoded = b"\xef\xbb\xbf" + content.replace("\n", "\r\n").encode()
    (tmp_path / "assets").mkdir()
    (tmp_path / "content.toml").write_bytes(encoded)
    if request.param == "beside":
        (tmp_path / "assets" / "es.toml").write_bytes(words.encode())
    return tmp_path / "content.toml"


def counts(content):
    """The row of each language, without what is zero."""
    rows = json.loads(done("translate", "status", content, "--json"))
    return {row.pop("language"): {k: v for k, v in row.items() if v} for row in rows}


def signed(content):
    """Sign both languages."""
    done("sign", "en-GB", content, "--by", "Dr A. Khan", "--role", "consultant")
    done("sign", "es", content, "--by", "Ana Gómez")


def change(content, old, new):
    """Replace a piece of the file that has it."""
    for path in (content, content.parent / "assets" / "es.toml"):
        if path.exists() and old in path.read_text(encoding="utf-8"):
            path.write_bytes(path.read_bytes().replace(old.encode(), new.encode(), 1))
            return
    pytest.fail(f"{old!r} stands nowhere")


def without_states(content):
    """The lines of both files that are neither states nor signatures nor their headers, as bytes."""
    written = re.compile(rb"^[a-z0-9._]+ = \{ s = .*\}\s*$|^(reviewer|reviewed|by|role|on|hash) = |^\[(translations\.es\.)?state\]"
                         rb"|^\[document\.review\]|^\s*$")  # fmt: skip
    paths = [content, content.parent / "assets" / "es.toml"]
    return [line for p in paths if p.exists() for line in p.read_bytes().splitlines(keepends=True) if not written.match(line)]


def test_stamping_and_signing_change_nothing_but_states(project):
    """Comments, order, line ends and the byte order mark stay; every line that is no state is the same bytes."""
    before = without_states(project)
    stamped = done("translate", "stamp", "es", project, "--as", "machine")
    signed(project)

    assert "6 texts stamped as machine" in stamped
    assert without_states(project) == before
    assert project.read_bytes().startswith(b"\xef\xbb\xbf") is before[0].startswith(b"\xef\xbb\xbf")
    assert (b"\r\n" in project.read_bytes()) is not (re.search(rb"[^\r]\n", project.read_bytes()) is not None)


def test_status_counts_texts_by_language(project):
    """Words without a state are drafts; an optional text that may stay as it is does not count as missing."""
    assert counts(project) == {"en-GB": {"draft": 7}, "es": {"draft": 6}}

    done("translate", "stamp", "es", project, "--as", "translated")
    assert counts(project)["es"] == {"translated": 6}
    assert "es" in done("translate", "status", project)

    change(project, 'title = "What is it?"', 'title = "What is this?"')
    change(project, "Ayudar", "Ayudarle")
    assert counts(project)["es"] == {"stale": 1, "draft": 1, "translated": 4}


def test_stamping_takes_only_what_has_changed(project):
    """A stale text whose words are the old ones is left, and said so; --all takes it."""
    done("translate", "stamp", "es", project, "--as", "machine")
    change(project, 'title = "What is it?"', 'title = "What is this?"')
    change(project, "Ayudar", "Ayudarle")

    assert "1 text stamped" in (said := done("translate", "stamp", "es", project, "--as", "translated"))
    assert "left stale: 1 text" in said
    assert counts(project)["es"] == {"stale": 1, "machine": 4, "translated": 1}

    done("translate", "stamp", "es", project, "--as", "draft", "--all")
    assert counts(project)["es"] == {"draft": 6}


def test_a_stamp_never_takes_a_signature_away(project):
    """What is reviewed and unchanged keeps its signature whatever is stamped."""
    signed(project)

    assert "0 texts stamped" in done("translate", "stamp", "es", project, "--as", "machine", "--all")
    assert counts(project)["es"]["reviewed"] == 6


def test_signing_counts_first_and_names_who(project):
    """The signatures stand in the status: who, when."""
    signed(project)

    assert counts(project)["en-GB"]["signed"].startswith("Dr A. Khan, 20")
    assert counts(project)["es"]["signed"].startswith("Ana Gómez, 20")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [('what.title = "¿Qué es?"', "", "T14"), ('title = "What is it?"', 'title = "What is this?"', "T15")],
)
def test_what_is_missing_or_stale_cannot_be_signed(project, old, new, rule):
    """One line a text with its place, exit 2, nothing written."""
    done("translate", "stamp", "es", project, "--as", "translated")
    if rule == "T14":
        change(project, re.search("what.title = { s.*", _all(project))[0].rstrip("\r"), "")
    change(project, old, new)
    before = _all(project)

    refused = run("sign", "es", project, "--by", "Ana Gómez")

    assert refused.exit_code == 2
    assert len(re.findall(rf"\.toml:\d+:\d+: error {rule} \[es what\.title\]", refused.stderr)) == 1
    assert _all(project) == before


def _all(content):
    return "".join(p.read_bytes().decode() for p in (content, content.parent / "assets" / "es.toml") if p.exists())


@pytest.mark.parametrize(
    "arguments",
    [
        ("sign", "es", "--by", ""), ("sign", "es", "--by", "a\nb"), ("sign", "es", "--by", "a\u202eb"),
        ("sign", "es", "--by", "x" * 121), ("sign", "en-GB", "--by", "A"), ("sign", "en-GB", "--by", "A", "--role", " "),
        ("sign", "fr", "--by", "A"), ("sign", "../es", "--by", "A"),
        ("translate", "stamp", "en-GB", "--as", "draft"), ("translate", "stamp", "fr", "--as", "draft"),
        ("translate", "stamp", "es", "--as", "reviewed"),
    ],
)  # fmt: skip
def test_what_cannot_be_signed_or_stamped_is_refused(tmp_path, arguments):
    """A name that cannot be printed, a source without role, an unknown language, a status that only a signature gives."""
    content = tmp_path / "content.toml"
    content.write_text(SOURCE + INSIDE, encoding="utf-8")

    refused = run(
        *arguments[:2],
        *([arguments[2]] if arguments[0] == "translate" else []),
        content,
        *arguments[2 + (arguments[0] == "translate") :],
    )

    assert refused.exit_code == 2
    assert "Traceback" not in refused.stderr
    assert content.read_text(encoding="utf-8") == SOURCE + INSIDE


@pytest.mark.parametrize("review", ["[document.review]\nby = 'B'\nrole = 'r' # stays\non = 2020-01-01\nhash = '0'\n",
                                    "review = { by = 'B', role = 'r', on = 2020-01-01, hash = '0' }\n"])  # fmt: skip
def test_a_lapsed_signature_is_replaced_where_it_stands(tmp_path, review):
    """Both ways to write the table are kept."""
    content = tmp_path / "content.toml"
    content.write_text(SOURCE.replace("[clinic]", f"{review}[clinic]"), encoding="utf-8")
    assert counts(content)["en-GB"]["signed"].startswith("lapsed: B")

    done("sign", "en-GB", content, "--by", 'Dr "A" Khan', "--role", "consultant")

    assert counts(content)["en-GB"]["signed"].startswith('Dr "A" Khan')
    assert content.read_text(encoding="utf-8").count("review") == 1
    assert ("# stays" in content.read_text(encoding="utf-8")) is ("# stays" in review)


def test_states_that_stand_in_several_places_are_refused(tmp_path):
    """A state spread over dotted keys cannot be replaced without touching more; it is named with its place."""
    content = tmp_path / "content.toml"
    content.write_text(
        f'{SOURCE}{INSIDE}[translations.es.state]\nwhat.title.s = "draft"\nwhat.title.src = "0"\n', encoding="utf-8"
    )

    refused = run("translate", "stamp", "es", content, "--as", "draft")

    assert refused.exit_code == 2
    assert re.search(r"content\.toml:\d+:\d+: error T04", refused.stderr)


# --- what is printed ---


def printed(folder):
    """Every word and name that a build left: file names, page texts, metadata, all parts of the decks."""
    pieces = [p.name for p in folder.iterdir()]
    for path in folder.glob("*.pdf"):
        reader = pypdf.PdfReader(path)
        pieces += [page.extract_text() for page in reader.pages] + [str(reader.metadata)]
        pieces += re.findall(r"<leafdeck:\w+>[^<]*", reader.xmp_metadata.stream.get_data().decode())
    for path in folder.glob("*.pptx"):
        with zipfile.ZipFile(path) as package:
            pieces += [f"{n}: {package.read(n).decode()}" for n in package.namelist() if n.endswith((".xml", ".rels"))]
    return pieces


def marks(folder):
    """The pieces that carry a draft mark."""
    return [piece[:80] for piece in printed(folder) if MARKS.search(piece)]


def test_a_signed_project_prints_no_draft_mark_until_a_word_changes(tmp_path):
    """Reviewed: no mark in names, pages, metadata or deck. One translated or source word later: refused, or marked."""
    content = tmp_path / "content.toml"
    content.write_text(SOURCE + INSIDE, encoding="utf-8")
    signed(content)
    approved = content.read_bytes()

    done("build", content, "--output", tmp_path / "signed")
    assert len(list((tmp_path / "signed").glob("*.p*"))) == 4
    assert marks(tmp_path / "signed") == []

    for number, (old, new, languages) in enumerate(
        (("Ayudar", "Ayudarle", ["es"]), ("Take 5", "Take only 5", ["en-GB", "es"]))
    ):
        content.write_bytes(approved)
        change(content, old, new)
        folder = tmp_path / f"edited{number}"
        for language in ("en-GB", "es"):
            refused = run("build", content, "--lang", language, "--output", folder)
            assert refused.exit_code == (2 if language in languages else 0), language
        done("build", content, "--proof", "--output", tmp_path / f"proof{number}")
        names = sorted(p.name for p in (tmp_path / f"proof{number}").glob("*DRAFT*"))
        assert {re.search("x-(.*)-v1", name)[1] for name in names} == set(languages)
        for path in (tmp_path / f"proof{number}").glob("*DRAFT.pdf"):
            assert all(MARKS.search(page.extract_text()) for page in pypdf.PdfReader(path).pages)


def test_the_commands_are_in_the_readme():
    """No command is undocumented."""
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")

    assert all(f"leafdeck {command}" in readme for command in ("translate status", "translate stamp", "sign"))


def test_a_translation_is_begun(project):
    """A file with every text as a remark, named by the content; filled in, stamped and built, it is a translation like any other."""
    before = project.read_bytes()
    told = done("translate", "start", "de", project)
    words = project.parent / "assets" / "translations" / "de.toml"
    skeleton = words.read_text(encoding="utf-8")

    assert "to translate into de" in told
    block = re.compile(rb'\r?\n\[translations.de\]\r?\nfile = "assets/translations/de.toml"\r?\n')
    assert block.sub(b"", project.read_bytes(), count=1).split() == before.split()
    assert counts(project)["de"] == {"missing": 6}
    assert '# Take 5 mg [@a].\n#what.paragraph1.text = ""\n' in skeleton
    filled = re.sub(r'^# (.*)\n#(\S+) = ""', lambda m: f'{m[2]} = "{m[1]}!"', skeleton, flags=re.MULTILINE)
    words.write_text(filled, encoding="utf-8")
    done("translate", "stamp", "de", project, "--as", "translated")
    assert counts(project)["de"]["translated"] >= 6
    done("build", project, "--lang", "de", "--only", "deck", "--proof", "--output", project.parent / "out")


@pytest.mark.parametrize(("tag", "said"), [("es", "already"), ("en-GB", "already"), ("xx-nothing", "xx-nothing")])
def test_no_translation_is_begun_twice_or_into_nothing(project, tag, said):
    """A language that is there, or that nobody knows, is refused and nothing is written."""
    before = project.read_bytes()
    result = run("translate", "start", tag, project)

    assert (result.exit_code, project.read_bytes()) == (2, before)
    assert said in result.stderr
    assert not (project.parent / "assets" / "translations").exists()


def test_a_file_that_is_there_is_never_written_over(project):
    """Words somebody put there by hand stay."""
    words = project.parent / "assets" / "translations" / "de.toml"
    words.parent.mkdir()
    words.write_text("[text]\n", encoding="utf-8")

    assert run("translate", "start", "de", project).exit_code == 2
    assert words.read_text(encoding="utf-8") == "[text]\n"


def test_a_missing_text_is_to_be_added_where_the_others_stand(tmp_path):
    """The hint names the table of the content, or the file that a translation has of its own."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "es.toml").write_text("[text]\n", encoding="utf-8")
    for block, table in (("[translations.es.text]\n", "[translations.es.text]"),
                         ('[translations.es]\nfile = "assets/es.toml"\n', "[text] of assets/es.toml")):  # fmt: skip
        content = tmp_path / "content.toml"
        content.write_text(f"{SOURCE}\n{block}", encoding="utf-8")

        assert f"hint: add document.title to {table}" in run("build", content, "--lang", "es").stderr
        assert f"hint: add document.title to {table}" in run("check", content).stderr
