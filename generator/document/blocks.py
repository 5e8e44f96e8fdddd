"""Localise blocks: every block of the content model becomes the block of the same name in the document model."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, assert_never

from generator.bare import bare
from generator.content import model as content
from generator.document import locales, model
from generator.document.phrases import Voice, link_target
from generator.document.protect import protect
from generator.geometry import from_mm
from generator.picture import Picture
from generator.values import value

TYPE_NAMES = {kind: name for name, kind in content.BLOCK_TYPES.items()}
DECK_ONLY = (content.Slide, content.Quiz)
LEAFLET_ONLY = (content.Form,)


@value
class Desk:
    """What it takes to localise blocks: the reader's voice, the presenter's, the pictures and the country."""

    reader: Voice
    presenter: Voice
    pictures: Mapping[str, Picture]
    country: str

    def number(self, value: float) -> str:
        """Return a number as the reader writes it."""
        return locales.number(value, self.reader.language, self.country)


def section(desk: Desk, source: content.Section) -> model.Section:
    """Return one section in the reader's language, its notes in the presenter's."""
    slides, key = source.slides, f"{source.id}.slides"
    return model.Section(
        id=source.id,
        title=desk.reader.phrase(f"{source.id}.title", source.title),
        blocks=tuple(
            block(desk, each, f"{source.id}.{name}", source.only)
            for each, name in zip(source.blocks, block_ids(source.blocks), strict=True)
        ),
        on_leaflet=source.only != "slides",
        on_slides=source.only != "leaflet",
        slide_title=desk.reader.maybe(f"{key}.title", slides.title),
        notes=desk.presenter.phrases(f"{key}.notes", slides.notes),
        minutes=slides.minutes,
        ask=desk.presenter.phrases(f"{key}.ask", slides.ask),
        answers=desk.presenter.phrases(f"{key}.answers", slides.answers),
    )


def block_ids(blocks: tuple[content.AnyBlock, ...]) -> list[str]:
    """Return each block's id: its own, or its type and its ordinal among the section's blocks of that type (`list1`)."""
    seen: dict[str, int] = {}
    names = []
    for each in blocks:
        kind = TYPE_NAMES[type(each)]
        seen[kind] = seen.get(kind, 0) + 1
        names.append(each.id or f"{kind}{seen[kind]}")
    return names


def block(desk: Desk, b: content.AnyBlock, key: str, section_only: content.Scope | None = None) -> model.AnyBlock:
    """Return one block; `key` is its id path and `section_only` the scope of its section."""
    say, note = desk.reader, desk.presenter
    scopes = (b.only, section_only)
    common: dict[str, Any] = {
        "key": key,
        "on_leaflet": "slides" not in scopes and not isinstance(b, DECK_ONLY),
        "on_slides": "leaflet" not in scopes and not isinstance(b, LEAFLET_ONLY),
        "slide_title": say.maybe(f"{key}.slide_title", b.slide_title),
        "notes": note.phrases(f"{key}.notes", b.notes),
        "minutes": b.minutes,
    }
    match b:
        case content.Paragraph():
            return model.Paragraph(
                **common, phrases=say.phrases(f"{key}.text", b.text), slide=say.phrases(f"{key}.slide", b.slide)
            )
        case content.Heading():
            return model.Heading(**common, text=say.phrase(f"{key}.text", b.text))
        case content.BulletList():
            return model.BulletList(**common, **_listed(say, b, key))
        case content.Steps():
            return model.Steps(**common, **_listed(say, b, key))
        case content.Table():
            return _table(say, b, key, common)
        case content.Callout():
            return model.Callout(
                **common,
                kind=b.kind,
                word=say.words[b.kind],
                title=say.phrase(f"{key}.title", b.title),
                text=say.phrases(f"{key}.text", b.text),
                items=say.many(f"{key}.item", b.items),
            )
        case content.Image():
            return _image(desk, b, key, common)
        case content.KeyPoints():
            return model.KeyPoints(
                **common,
                title=say.phrase(f"{key}.title", b.title),
                items=say.many(f"{key}.item", b.items),
                action=say.maybe(f"{key}.action", b.action),
            )
        case content.Glossary():
            return model.Glossary(
                **common, entries=tuple(_term(say, e, f"{key}.entry{i}") for i, e in enumerate(b.entry, start=1))
            )
        case content.Questions():
            return model.Questions(
                **common,
                intro=say.maybe(f"{key}.intro", b.intro),
                items=say.many(f"{key}.item", b.items),
                lines=b.lines,
            )
        case content.Lines():
            return model.Lines(**common, label=say.phrase(f"{key}.label", b.label), count=b.count)
        case content.Form():
            return model.Form(
                **common,
                caption=say.phrase(f"{key}.caption", b.caption),
                columns=say.many(f"{key}.column", b.columns),
                count=b.count,
            )
        case content.Pictogram():
            return _pictogram(desk, b, key, common)
        case content.Chart():
            return _chart(desk, b, key, common)
        case content.Slide():
            return model.Slide(
                **common,
                title=say.phrase(f"{key}.title", b.title),
                text=say.phrases(f"{key}.text", b.text),
                items=say.many(f"{key}.item", b.items),
                layout=b.layout,
                ask=note.phrases(f"{key}.ask", b.ask),
                answers=note.phrases(f"{key}.answers", b.answers),
            )
        case content.Quiz():
            return model.Quiz(
                **common,
                question=say.phrase(f"{key}.question", b.question),
                options=say.many(f"{key}.option", b.options),
                answer=b.answer - 1,
                explanation=note.phrase(f"{key}.explanation", b.explanation),
            )
        case content.TeachBack():
            return model.TeachBack(
                **common,
                intro=say.maybe(f"{key}.intro", b.intro),
                prompts=say.many(f"{key}.prompt", b.prompts),
                lines=b.lines,
            )
        case content.Contacts():
            return model.Contacts(
                **common,
                intro=say.maybe(f"{key}.intro", b.intro),
                entries=tuple(_contact(say, e, f"{key}.entry{i}") for i, e in enumerate(b.entry, start=1)),
            )
        case content.Support():
            return model.Support(
                **common,
                intro=say.maybe(f"{key}.intro", b.intro),
                entries=tuple(_organisation(say, e, f"{key}.entry{i}") for i, e in enumerate(b.entry, start=1)),
            )
        case content.QrCode():
            return _qr(say, b, key, common)
        case _:
            assert_never(b)


# --- the larger ones --------------------------------------------------------------------------------------------------


def _listed(say: Voice, b: content.BulletList | content.Steps, key: str) -> dict[str, Any]:
    return {
        "intro": say.maybe(f"{key}.intro", b.intro),
        "items": say.many(f"{key}.item", b.items),
        "slide_items": say.many(f"{key}.slide_item", b.slide_items),
    }


def _table(say: Voice, b: content.Table, key: str, common: dict[str, Any]) -> model.Table:
    return model.Table(
        **common,
        caption=say.phrase(f"{key}.caption", b.caption),
        columns=say.many(f"{key}.column", b.columns),
        rows=tuple(say.many(f"{key}.r{i}c", row) for i, row in enumerate(b.rows, start=1)),
        numeric=b.numeric,
    )


def _image(desk: Desk, b: content.Image, key: str, common: dict[str, Any]) -> model.Image:
    say = desk.reader
    return model.Image(
        **common,
        picture=desk.pictures[b.file],
        alt=None if b.decorative or not b.alt.strip() else say.phrase(f"{key}.alt", b.alt),
        caption=say.maybe(f"{key}.caption", b.caption),
        labels=tuple(
            model.ImageLabel(say.phrase(f"{key}.label{i}.text", label.text), label.x, label.y, label.side)
            for i, label in enumerate(b.label, start=1)
        ),
        max_height=None if b.max_height_mm is None else from_mm(b.max_height_mm),
    )


def _term(say: Voice, e: content.GlossaryEntry, key: str) -> model.GlossaryEntry:
    return model.GlossaryEntry(
        say.phrase(f"{key}.term", e.term),
        say.phrase(f"{key}.meaning", e.meaning),
        say.maybe(f"{key}.expansion", e.expansion),
    )


def _pictogram(desk: Desk, b: content.Pictogram, key: str, common: dict[str, Any]) -> model.Pictogram:
    alt = desk.reader.words["pictogram_alt"].format(count=desk.number(b.count), total=desk.number(b.total))
    return model.Pictogram(**common, count=b.count, total=b.total, text=desk.reader.phrase(f"{key}.text", b.text), alt=alt)


def _chart(desk: Desk, b: content.Chart, key: str, common: dict[str, Any]) -> model.Chart:
    say = desk.reader
    values = tuple(
        model.ChartValue(say.phrase(f"{key}.value{i}.label", each.label), each.value, shown_value(desk, b, each.value))
        for i, each in enumerate(b.data, start=1)
    )
    items = [say.words["chart_item"].format(label=v.label.plain, value=v.shown) for v in values]
    return model.Chart(
        **common,
        caption=say.phrase(f"{key}.caption", b.caption),
        unit=b.unit,
        values=values,
        alt=say.words["chart_alt"].format(items="; ".join(items)),
    )


def shown_value(desk: Desk, chart: content.Chart, value: float) -> str:
    """Return a chart's value as the reader writes it."""
    language = desk.reader.language
    shown = locales.percent(value, language, desk.country) if chart.unit == "percent" else desk.number(value)
    return protect(shown, rtl=language.rtl)


def _contact(say: Voice, e: content.Contact, key: str) -> model.Contact:
    value = say.plain_value(f"{key}.value", e.value)
    href = link_target(say.plain_value(f"{key}.href", e.href)) if e.href else None
    return model.Contact(say.phrase(f"{key}.label", e.label), protect(value, rtl=False), href)


def _organisation(say: Voice, e: content.Organisation, key: str) -> model.Organisation:
    url = say.plain_value(f"{key}.url", e.url)
    return model.Organisation(e.name, say.phrase(f"{key}.text", e.text), url, printed_address(url))


def _qr(say: Voice, b: content.QrCode, key: str, common: dict[str, Any]) -> model.QrCode:
    url = say.plain_value(f"{key}.url", b.url)
    address = printed_address(url)
    return model.QrCode(
        **common,
        text=say.phrase(f"{key}.text", b.text),
        url=url,
        address=address,
        alt=say.words["qr_alt"].format(address=address),
        modules=qr_modules(url),
    )


@lru_cache(maxsize=64)
def qr_modules(url: str) -> tuple[tuple[bool, ...], ...]:
    """Return the QR code of `url`, error correction level M: rows of dark (True) and light, without a quiet zone."""
    with bare("segno"):
        from segno.encoder import encode

    code = encode(url, error="m", micro=False, boost_error=False)  # type: ignore[no-untyped-call]
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def printed_address(url: str) -> str:
    """Return a URL as it is printed: without its scheme and without a slash at its end."""
    for scheme in ("https://", "http://", "mailto:", "tel:"):
        url = url.removeprefix(scheme)
    return url.rstrip("/")
