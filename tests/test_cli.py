"""The command line as a user meets it: exit codes, messages, JSON, atomic writes, a project from nothing."""

import gc
import json
import os
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, leafdeck

from generator.build import Order, build
from generator.errors import GeneratorError

COMMANDS = ["build", "check", "init", "languages", "specimen", "verify", "template"]


@pytest.fixture
def project(tmp_path):
    """A copy of the sample that a test may break; English alone, so that it builds fast."""
    folder = tmp_path / "project"
    leafdeck("init", folder)
    content = folder / "content.toml"
    text = content.read_text(encoding="utf-8").split("[translations.")[0]
    lines = ['languages  = ["en-GB"]' if line.startswith("languages") else line for line in text.splitlines()]
    content.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def change(project, old, new):
    """Replace a piece of the content file that must be there."""
    content = project / "content.toml"
    text = content.read_text(encoding="utf-8")
    assert old in text
    content.write_text(text.replace(old, new, 1), encoding="utf-8")


def files(folder):
    """What a user sees in a folder."""
    return sorted(p.name for p in folder.iterdir() if not p.name.startswith(".")) if folder.exists() else []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme_and_has_help(command):
    """No command is undocumented."""
    assert f"leafdeck {command}" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert leafdeck(command, "--help").stdout.startswith("Usage:")


def test_a_new_project_builds(project):
    """What init writes builds as it stands: two files, named as drafts."""
    done = leafdeck("build", folder=project)

    assert files(project / "output") == [
        "calcinosis-upper-arm-en-GB-v0.9-DRAFT.pdf",
        "calcinosis-upper-arm-en-GB-v0.9-DRAFT.pptx",
    ]
    assert "pages" in done.stdout
    assert "slides" in done.stdout


def test_a_build_works_without_the_collector(tmp_path):
    """It is off while a build works, and on again after it, even if it failed."""
    seen = []

    with pytest.raises(GeneratorError):
        build(tmp_path / "content.toml", Order(), tell=lambda _: seen.append(gc.isenabled()))

    assert seen == [False]
    assert gc.isenabled()


def test_wrong_content_exits_2_and_writes_nothing(project):
    """One line a problem with its place, one hint, no traceback, no output."""
    change(project, 'type  = "steps"', 'type  = "stepz"')

    done = leafdeck("build", folder=project, check=False)

    assert done.returncode == 2
    assert "content.toml:" in done.stderr
    assert "hint:" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(project / "output") == []


def test_a_failed_build_leaves_the_last_good_files(project):
    """An uncovered character is found before anything is written; the old files stay byte for byte."""
    leafdeck("build", folder=project)
    before = {p.name: p.read_bytes() for p in (project / "output").iterdir() if p.suffix in {".pdf", ".pptx"}}
    change(project, "poor blood flow", "poor \U00012000 blood flow")

    done = leafdeck("build", folder=project, check=False)

    assert done.returncode == 2
    assert "U+12000" in done.stderr
    assert "why.causes" in done.stderr
    assert {p.name: p.read_bytes() for p in (project / "output").iterdir() if p.suffix in {".pdf", ".pptx"}} == before


def test_unreviewed_text_is_refused_unless_asked_for_as_a_proof(project):
    """With min_status reviewed, build says what is not signed; --proof prints it with marks."""
    change(project, 'min_status = "machine"', 'min_status = "reviewed"')

    refused = leafdeck("build", folder=project, check=False)
    proof = leafdeck("build", "--proof", "--only", "leaflet", folder=project)

    assert refused.returncode == 2
    assert "T16" in refused.stderr
    assert "DRAFT" in proof.stdout


def test_an_unknown_language_exits_2(project):
    """A language without texts is named, with those that there are."""
    done = leafdeck("build", "--lang", "fi", folder=project, check=False)

    assert done.returncode == 2
    assert "fi" in done.stderr
    assert "en-GB" in done.stderr


def test_a_plain_tag_means_the_only_kind_there_is(project):
    """`en` builds en-GB."""
    leafdeck("build", "--lang", "en", "--only", "leaflet", folder=project)

    assert files(project / "output") == ["calcinosis-upper-arm-en-GB-v0.9-DRAFT.pdf"]


def test_one_language_failing_does_not_stop_the_others(project):
    """Exit 3: the others are written, the failed one is reported."""
    shutil.copytree(ROOT / "assets" / "translations", project / "assets" / "translations", dirs_exist_ok=True)
    es = project / "assets" / "translations" / "es.toml"
    es.write_text(es.read_text(encoding="utf-8").replace("brazo", "brazo \U00012000", 1), encoding="utf-8")
    with (project / "content.toml").open("a", encoding="utf-8") as content:
        content.write('\n[translations.es]\nfile = "assets/translations/es.toml"\n')

    done = leafdeck("build", "--lang", "all", folder=project, check=False)

    assert done.returncode == 3
    assert any("en-GB" in name for name in files(project / "output"))
    assert not any("-es-" in name for name in files(project / "output"))


def test_json_tells_a_machine_what_was_written(project):
    """The report has paths, sizes, digests and problems."""
    report = json.loads(leafdeck("build", "--json", folder=project).stdout)

    assert [w["kind"] for w in report["written"]] == ["leaflet", "deck"]
    assert all(len(w["sha256"]) == 64 and Path(project / w["path"]).stat().st_size == w["bytes"] for w in report["written"])


def test_a_folder_held_by_another_build_exits_6(project):
    """Two builds never write one folder."""
    fcntl = pytest.importorskip("fcntl")
    (project / "output").mkdir()
    with (project / "output" / ".leafdeck.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = leafdeck("build", folder=project, check=False)

    assert done.returncode == 6


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX")
def test_a_folder_that_cannot_be_made_exits_5(project):
    """A file where the folder should be is one clear line."""
    (project / "taken").write_text("x")

    done = leafdeck("build", "--output", "taken", folder=project, check=False)

    assert done.returncode == 5
    assert "Traceback" not in done.stderr


def test_what_a_killed_build_left_is_removed(project):
    """Part files of an earlier build go away with the next."""
    (project / "output").mkdir()
    (project / "output" / ".leafdeck-part-abc").write_bytes(b"half")

    leafdeck("build", "--only", "leaflet", folder=project)

    assert not list((project / "output").glob(".leafdeck-part-*"))


def test_both_copies_of_the_deck_can_be_built_at_once(project):
    """The participant's copy has a name of its own."""
    leafdeck("build", "--only", "deck", "--copy", "both", folder=project)

    assert len(files(project / "output")) == 2
    assert any("participant" in name for name in files(project / "output"))


def test_init_does_not_overwrite_a_project(project):
    """A second init in the same folder is refused."""
    done = leafdeck("init", project, check=False)

    assert done.returncode == 2
    assert "already" in done.stderr


def test_verify_passes_our_files_and_fails_a_broken_one(built, tmp_path):
    """A verdict a file, exit 2 if one fails."""
    leaflet, deck = built["en-GB"]["leaflet"], built["en-GB"]["deck"]
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(leaflet.read_bytes().replace(b"pdfuaid:part", b"pdfuaid:pert"))

    assert leafdeck("verify", leaflet, deck).stdout.count("passes") == 2
    assert leafdeck("verify", broken, check=False).returncode == 2


def test_the_brands_template_can_be_exported_and_checked(project):
    """What export writes, check finds usable."""
    leafdeck("template", "export", "--output", "ours.pptx", folder=project)

    assert "usable" in leafdeck("template", "check", "ours.pptx", folder=project).stdout.splitlines()


def test_languages_lists_all_111():
    """One line a language, with script, direction and font."""
    rows = json.loads(leafdeck("languages", "--json").stdout)

    assert len(rows) == 111
    assert {"tag", "script", "direction", "family", "words"} <= set(rows[0])


def test_two_builds_in_other_circumstances_write_the_same_bytes(project, tmp_path):
    """Neither the folder, nor the time zone, nor the hash seed, nor the order of jobs changes a byte."""
    import subprocess
    import sys

    digests = []
    for number, (zone, seed) in enumerate((("UTC", "1"), ("Asia/Kathmandu", "77"))):
        done = subprocess.run(
            [sys.executable, "-m", "generator", "build", "--json", "--output", str(tmp_path / str(number))],
            cwd=project, capture_output=True, check=True,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "TZ": zone, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        digests.append([w["sha256"] for w in json.loads(done.stdout)["written"]])

    assert digests[0] == digests[1]


ADDING = """
import builtins, runpy, sys

def added(values, start=0):
    for value in {order}:
        start = start + value
    return start

builtins.sum = added
sys.argv[0] = "leafdeck"
runpy.run_module("generator", run_name="__main__")
"""


def test_no_byte_hangs_on_how_python_adds(tmp_path):
    """`sum` of floats has another last digit since Python 3.12; lengths are added exactly, whatever the built-in does."""
    import subprocess
    import sys

    digests = []
    for number, order in enumerate(("values", "list(values)[::-1]")):
        done = subprocess.run(
            [sys.executable, "-c", ADDING.format(order=order), "build", "--lang", "all", "--json", "--output", str(tmp_path / str(number))],
            cwd=ROOT, capture_output=True, check=True, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        digests.append({w["path"].rpartition("/")[2]: w["sha256"] for w in json.loads(done.stdout)["written"]})

    assert len(digests[0]) > 20
    assert digests[0] == digests[1]
