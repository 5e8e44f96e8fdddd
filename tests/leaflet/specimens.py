"""Documents to lay out: every kind of block, in several languages, with few or many words."""

from __future__ import annotations

import re
import struct
import tomllib
import zlib

from generator import data
from generator.content.model import Status
from generator.document import model as doc
from generator.languages import lookup
from generator.picture import Picture

ENGLISH = {
    "title": "Calcium deposits (calcinosis) in the upper arm",
    "short": "Calcium deposits",
    "long": "Calcium salts collect in and under the skin [1-3]. No one knows why this happens, and it is not your fault [4]. "
    "Keep your arm warm and protect it from knocks and pressure, and tell your team about every new lump that you find.",
}
SAMPLES = {
    "en": ENGLISH,
    "es": {
        "title": "Depósitos de calcio (calcinosis) en el brazo",
        "short": "Depósitos de calcio",
        "long": "Las sales de calcio se acumulan en la piel y debajo de ella [1-3]. Nadie sabe por qué ocurre y no es culpa "
        "suya [4]. Mantenga el brazo abrigado y protéjalo de golpes y presión, e informe a su equipo de cada bulto nuevo.",
    },
    "ar": {
        "title": "ترسبات الكالسيوم في أعلى الذراع",
        "short": "ترسبات الكالسيوم",
        "long": "تتجمع أملاح الكالسيوم في الجلد وتحته [1-3]. لا أحد يعرف سبب حدوث ذلك، وهو ليس خطأك [4]. حافظ على دفء ذراعك "
        "واحمها من الصدمات والضغط، وأخبر فريقك بكل كتلة جديدة تجدها. يسمى المرض باللغة الإنجليزية calcinosis أحياناً.",
    },
    "hi": {
        "title": "ऊपरी बाँह में कैल्शियम का जमाव",
        "short": "कैल्शियम का जमाव",
        "long": "कैल्शियम के लवण त्वचा में और उसके नीचे जमा हो जाते हैं [1-3]। कोई नहीं जानता कि ऐसा क्यों होता है, और इसमें आपकी कोई गलती नहीं है [4]। "
        "अपनी बाँह को गर्म रखें, उसे चोट और दबाव से बचाएँ, और हर नई गाँठ के बारे में अपनी टीम को बताएँ।",
    },
    "zh-Hans": {
        "title": "上臂钙质沉积（钙质沉着症）",
        "short": "钙质沉积",
        "long": "钙盐会在皮肤内和皮下积聚 [1-3]。没有人知道为什么会这样，这不是您的错 [4]。请保持手臂温暖，避免碰撞和受压，发现任何新的肿块都请告诉您的医疗团队。",
    },
    "ur": {
        "title": "بازو کے اوپری حصے میں کیلشیم کا جماؤ",
        "short": "کیلشیم کا جماؤ",
        "long": "کیلشیم کے نمکیات جلد میں اور اس کے نیچے جمع ہو جاتے ہیں [1-3]۔ کوئی نہیں جانتا کہ ایسا کیوں ہوتا ہے، اور یہ آپ کی غلطی "
        "نہیں ہے [4]۔ اپنے بازو کو گرم رکھیں اور اسے چوٹ اور دباؤ سے بچائیں، اور ہر نئی گلٹی کے بارے میں اپنی ٹیم کو بتائیں۔",
    },
    "th": {
        "title": "แคลเซียมสะสมที่ต้นแขน",
        "short": "แคลเซียมสะสม",
        "long": "เกลือแคลเซียมสะสมในผิวหนังและใต้ผิวหนัง [1-3] ไม่มีใครรู้ว่าทำไมจึงเกิดขึ้น และไม่ใช่ความผิดของคุณ [4] "
        "รักษาแขนให้อบอุ่นและป้องกันจากการกระแทกและแรงกด และบอกทีมของคุณเมื่อพบก้อนใหม่ทุกก้อน",
    },
}
MARKER = re.compile(r"\[[0-9, -]+\]")


def inlines(text: str) -> tuple[doc.Inline, ...]:
    """Text with `**bold**` and `[1-3]` as the document room would give it."""
    found: list[doc.Inline] = []
    strong = False
    for part in re.split(r"(\*\*|\[[0-9, -]+\])", text):
        if part == "**":
            strong = not strong
        elif MARKER.fullmatch(part):
            numbers: list[int] = []
            for piece in part[1:-1].split(","):
                first, _, last = piece.partition("-")
                numbers += range(int(first), int(last or first) + 1)
            found.append(doc.Cite(tuple(numbers), part))
        elif part:
            found.append(doc.Text(part, strong=strong))
    return tuple(found)


def picture(width: int = 300, height: int = 180) -> Picture:
    """Return a grey PNG."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\xc8\xd2\xd8" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return Picture("grey.png", png, "image/png", width, height)


def modules(size: int = 25) -> tuple[tuple[bool, ...], ...]:
    """Return a pattern of dark and light."""
    return tuple(tuple((row * 7 + column * 3 + row * column) % 3 == 0 for column in range(size)) for row in range(size))


class Writer:
    """Makes phrases of one language with unit ids of their own."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.sample = SAMPLES[tag]
        self.count = 0

    def __call__(self, text: str, key: str | None = None) -> doc.Phrase:
        """Return a phrase; its words say which it is, so that a test can look for them."""
        self.count += 1
        return doc.Phrase(key or f"u{self.count}", inlines(text), self.tag)

    def short(self) -> doc.Phrase:
        """Return a few words, numbered."""
        return self(f"{self.sample['short']} {self.count + 1}")

    def long(self) -> doc.Phrase:
        """Return a paragraph, numbered."""
        return self(f"{self.count + 1} {self.sample['long']}")


def blocks(write: Writer) -> tuple[doc.AnyBlock, ...]:
    """One of each kind."""
    short, long = write.short, write.long
    return (
        doc.Paragraph(key="p", phrases=(long(), long())),
        doc.Heading(key="h", text=short()),
        doc.Image(
            key="i",
            picture=picture(),
            alt=short(),
            caption=short(),
            labels=(
                doc.ImageLabel(short(), 0.2, 0.5, "left"),
                doc.ImageLabel(short(), 0.4, 0.8, "left"),
                doc.ImageLabel(short(), 0.6, 0.9, "right"),
            ),
        ),
        doc.BulletList(key="l", intro=short(), items=(short(), long(), short())),
        doc.Steps(key="s", intro=short(), items=tuple(short() if n % 2 else long() for n in range(5))),
        doc.Table(
            key="t",
            caption=short(),
            columns=(short(), short(), short(), short()),
            rows=tuple((short(), long(), short(), write(str(n))) for n in range(7)),
            numeric=(4,),
        ),
        *(
            doc.Callout(key=f"c-{kind}", kind=kind, word=kind.title(), title=short(), text=(long(),), items=(short(), short()))
            for kind in ("note", "tip", "warning", "urgent", "emergency")
        ),
        doc.Pictogram(key="pic4", count=1, total=4, text=short(), alt="1 of 4"),
        doc.Pictogram(key="pic100", count=25, total=100, text=short(), alt="25 of 100"),
        doc.Chart(
            key="ch",
            caption=short(),
            unit="percent",
            values=(
                doc.ChartValue(short(), 71, "71%"),
                doc.ChartValue(short(), 19.5, "19.5%"),
                doc.ChartValue(short(), 0, "0%"),
            ),
            alt="Bar chart",
        ),
        doc.Glossary(
            key="g",
            entries=(doc.GlossaryEntry(short(), long(), short()), doc.GlossaryEntry(short(), short())),
        ),
        doc.Questions(key="q", intro=short(), items=(short(), short()), lines=3),
        doc.Lines(key="ln", label=short(), count=5),
        doc.Form(key="f", caption=short(), columns=(short(), short(), short()), count=6),
        doc.TeachBack(key="tb", intro=short(), prompts=(short(), long()), lines=2),
        doc.Contacts(
            key="co",
            intro=short(),
            entries=(
                doc.Contact(short(), "01632 960 018", "tel:01632960018"),
                doc.Contact(short(), "clinic@riverside.example.org", "mailto:clinic@riverside.example.org"),
                doc.Contact(short(), "1 Mill Lane, Riverside", None),
            ),
        ),
        doc.Support(
            key="su",
            intro=short(),
            entries=(doc.Organisation("Scleroderma Society", long(), "https://example.org/help", "example.org/help"),),
        ),
        doc.QrCode(
            key="qr",
            text=short(),
            url="https://riverside.example.org/calcinosis",
            address="riverside.example.org/calcinosis",
            alt="QR code",
            modules=modules(),
        ),
    )


def sources(count: int = 6) -> tuple[doc.Source, ...]:
    """Cited works."""
    return tuple(
        doc.Source(
            number=n,
            key=f"s{n}",
            full=(
                doc.Text(
                    f"Valenzuela A, Song P, Chung L. Calcinosis in scleroderma, part {n}. Curr Opin Rheumatol. 2018;30(6):554-61. "
                ),
                doc.Text("doi:10.1097/BOR.0000000000000539", href="https://doi.org/10.1097/BOR.0000000000000539"),
            ),
            short=f"Valenzuela 20{n:02d}",
            language="en",
            url=None,
        )
        for n in range(1, count + 1)
    )


def document(tag: str = "en", *, sections: tuple[doc.Section, ...] | None = None, draft: bool = True) -> doc.Document:
    """Return a document with a key points panel, and a section that holds every kind of block."""
    write = Writer(tag)
    language = lookup(tag)
    interface = interface_words(tag)
    if sections is None:
        panel = doc.KeyPoints(
            key="k", title=write.short(), items=(write.long(), write.short(), write.short()), action=write.short()
        )
        sections = (
            doc.Section("key", write.short(), (panel,)),
            doc.Section("all", write.short(), blocks(write)),
        )
    own = interface["draft"]
    return doc.Document(
        language=language,
        words=interface,
        notes_words=interface,
        notes_language=language,
        title=write(write.sample["title"], "title"),
        subtitle=write.short(),
        audience=write.short(),
        objective=write.short(),
        main_message=write.short(),
        furniture=doc.Furniture(
            organisation="Riverside Hospitals",
            short_title=write.sample["short"],
            language_own=language.autonym,
            language_english=language.english_name,
            version=interface["version"].format(version="0.9"),
            reviewed=interface["last_reviewed"].format(date=language.number("12 / 2026")),
            code="RH-RHE-014",
        ),
        draft=doc.Draft(own, "Draft, not clinically reviewed") if draft else None,
        sections=sections,
        objectives=(),
        session_minutes=None,
        sources=sources(),
        control=(
            doc.Fact(interface["label_audience"], write.long()),
            doc.Fact(interface["label_code"], write("RH-RHE-014")),
            doc.Fact(interface["label_version"], write("0.9")),
            doc.Fact(interface["label_feedback"], write.long()),
            doc.Fact(interface["label_formats"], write.short()),
        ),
        provenance=doc.Provenance("id", "0.9", "0" * 64, Status.REVIEWED, "2026-11-23", (), ()),
    )


def interface_words(tag: str) -> dict[str, str]:
    """Return the product's words in a language, in English where it has none."""
    name = f"words/{lookup(tag).base}.toml"
    words = dict(tomllib.loads(data.read_text("words/en.toml"))["words"])
    if data.path(name).exists():
        words |= tomllib.loads(data.read_text(name))["words"]
    return words
