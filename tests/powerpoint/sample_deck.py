"""A deck of one slide of every kind in three languages, written by hand, so that this room is tested without the others."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace

from generator.content.model import Status
from generator.deck.boxes import default_boxes
from generator.deck.model import (
    CardShape,
    ChartShape,
    Deck,
    DeckSection,
    LabelShape,
    LayoutBoxes,
    Para,
    PictogramShape,
    PictureShape,
    QrShape,
    Slide,
    TableShape,
    TextBody,
    TextRun,
)
from generator.document.model import Provenance
from generator.geometry import Rect
from generator.picture import Picture
from generator.theme import Colour, Theme

WORDS = {
    "en": {
        "title": "Calcinosis in limited systemic sclerosis", "subtitle": "For people living with the condition and those who care for them",
        "section": "What calcinosis is", "content": "Calcium deposits form under the skin where blood flow is poor",
        "items": ["Small, hard lumps of calcium", "Often on fingers, elbows and knees", "They are not bone and not cancer", "They can come and go over years"],
        "steps": ["Wash your hands.", "Cover the broken skin with a dry dressing.", "Call the clinic the same day."],
        "two": "Two things protect your hands", "table": "What may help, and what to know", "head": ["Treatment", "What it does", "People helped"],
        "cell": ["Warm gloves", "Keep blood flowing", "7 in 10"], "chart": "Where deposits are found most often",
        "labels": ["Fingers and hands", "Elbows", "Knees and lower legs"], "series": "People", "picture": "Deposits lie just under the skin",
        "caption": "A finger with a deposit near the tip", "label": "Deposit", "key": "Broken skin needs care the same day",
        "key2": "Call the clinic. Do not press, cut or squeeze.", "quiz": "Which of these should you do first?",
        "options": ["A  Squeeze the lump", "B  Cover it with a dry dressing", "C  Wait a week", "D  Take antibiotics"],
        "emergency": "Call 999 if a finger turns black or you have a high fever", "pictogram": "About 1 in 4 people get calcinosis",
        "qr": "Scan for the leaflet", "references": "References", "note": "Say: we will look at what calcinosis is. (2 minutes)",
        "footer": "Northfield Clinic · Calcinosis · Draft", "alt": "Drawing of a finger",
    },
    "ar": {
        "title": "التكلّس في التصلّب الجهازي المحدود", "subtitle": "للمصابين بالمرض ولمن يعتني بهم",
        "section": "ما هو التكلّس", "content": "تتكوّن رواسب الكالسيوم تحت الجلد حيث يضعف تدفّق الدم",
        "items": ["كتل صغيرة صلبة من الكالسيوم", "غالبًا على الأصابع والمرفقين والركبتين", "ليست عظمًا وليست سرطانًا", "قد تظهر وتختفي على مرّ السنين"],
        "steps": ["اغسل يديك.", "غطِّ الجلد المجروح بضمادة جافة.", "اتصل بالعيادة في اليوم نفسه."],
        "two": "أمران يحميان يديك", "table": "ما قد يفيد وما يجب معرفته", "head": ["العلاج", "ماذا يفعل", "عدد المستفيدين"],
        "cell": ["قفازات دافئة", "تحافظ على تدفّق الدم", "7 من 10"], "chart": "أماكن الرواسب الأكثر شيوعًا",
        "labels": ["الأصابع واليدان", "المرفقان", "الركبتان والساقان"], "series": "الأشخاص", "picture": "الرواسب تحت الجلد مباشرة",
        "caption": "إصبع فيه راسب قرب الطرف", "label": "راسب", "key": "الجلد المجروح يحتاج إلى عناية في اليوم نفسه",
        "key2": "اتصل بالعيادة. لا تضغط ولا تقطع.", "quiz": "أيّ مما يلي تفعله أولًا؟",
        "options": ["أ  الضغط على الكتلة", "ب  تغطيتها بضمادة جافة", "ج  الانتظار أسبوعًا", "د  تناول مضاد حيوي"],
        "emergency": "اتصل بالرقم 999 إذا اسودّ إصبعك أو أصابتك حمّى شديدة", "pictogram": "يصاب نحو 1 من كل 4 أشخاص بالتكلّس",
        "qr": "امسح الرمز لقراءة النشرة", "references": "المراجع", "note": "قل: سنرى ما هو التكلّس. (دقيقتان)",
        "footer": "عيادة نورثفيلد · التكلّس · مسودة", "alt": "رسم لإصبع",
    },
    "zh-Hans": {
        "title": "局限性系统性硬化症的钙质沉着", "subtitle": "写给患者及其照护者",
        "section": "什么是钙质沉着", "content": "血流不畅的皮肤下会形成钙沉积",
        "items": ["小而硬的钙质肿块", "常见于手指、肘部和膝部", "它不是骨头，也不是癌症", "可能多年间反复出现"],
        "steps": ["洗手。", "用干敷料盖住破损的皮肤。", "当天致电诊所。"],
        "two": "两件事保护双手", "table": "哪些方法可能有帮助", "head": ["治疗", "作用", "受益人数"],
        "cell": ["保暖手套", "保持血液流动", "10 人中 7 人"], "chart": "沉积最常见的部位",
        "labels": ["手指和手", "肘部", "膝部和小腿"], "series": "人数", "picture": "沉积位于皮肤下方",
        "caption": "指尖附近有沉积的手指", "label": "沉积", "key": "皮肤破损当天就要处理",
        "key2": "致电诊所。不要按压或切开。", "quiz": "您应该先做哪一件？",
        "options": ["A  挤压肿块", "B  用干敷料覆盖", "C  等一周", "D  服用抗生素"],
        "emergency": "如果手指变黑或高烧，请拨打 999", "pictogram": "大约四分之一的人会出现钙质沉着",
        "qr": "扫码阅读手册", "references": "参考文献", "note": "说明：我们来看什么是钙质沉着。（2 分钟）",
        "footer": "诺斯菲尔德诊所 · 钙质沉着 · 草稿", "alt": "手指的图画",
    },
}  # fmt: skip
SCRIPTS = {"en": "Latn", "ar": "Arab", "zh-Hans": "Hans"}


def png(width: int, height: int, colour: tuple[int, int, int] = (214, 190, 172)) -> bytes:
    """Return a plain RGB picture with a darker disc."""
    rows = []
    for y in range(height):
        row = bytearray(b"\0")
        for x in range(width):
            inside = (x - width * 0.6) ** 2 + (y - height * 0.4) ** 2 < (height * 0.12) ** 2
            row += bytes((150, 60, 60)) if inside else bytes(colour)
        rows.append(bytes(row))

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"".join(rows))) + chunk(b"IEND", b"")


LOGO = Picture("assets/logo.png", png(240, 60, (18, 64, 90)), "image/png", 240, 60)
PHOTO = Picture("assets/finger.png", png(160, 120), "image/png", 160, 120)
THEME = Theme(
    primary=Colour(18, 64, 90), tint=Colour(231, 238, 242), signal=Colour(163, 22, 26), signal_tint=Colour(250, 232, 232),
    logo=LOGO, logo_alt="Northfield Clinic",
)  # fmt: skip


def sample_deck(
    language: str = "en", size: str = "16:9", *, boxes: LayoutBoxes | None = None, notes: bool = True, theme: Theme = THEME
) -> Deck:
    """Return a deck with one slide of every kind."""
    say = WORDS[language]
    direction = "rtl" if language == "ar" else "ltr"
    boxes = boxes or default_boxes(size, direction)

    def one(text: str, **more: object) -> Para:
        return Para((TextRun(text, language),), direction=direction, **more)

    def heading(text: str) -> tuple[TextRun, ...]:
        return (TextRun(text, language),)

    cite = (Para((TextRun("1. ", "en"), TextRun("Valenzuela 2016", "en", href="https://doi.org/10.1000/abc"), TextRun(";  ", "en"),
                  TextRun("2. ", "en"), TextRun("Herrick 2020", "en", href="https://doi.org/10.1000/xyz"))),)  # fmt: skip
    marker = TextRun(" [1, 2]", language)
    note = (one(say["note"]), Para((TextRun("Ask: what have you noticed?", "en"),))) if notes else ()

    def box(layout: str, role: str = "body") -> Rect:
        return boxes.boxes[layout][role]

    bullets = TextBody(tuple(one(t, bullet="bullet") for t in say["items"]))
    steps = TextBody(tuple(one(t, bullet="number") for t in say["steps"]))
    area = box("content")
    third = area.width / 3
    table = TableShape(
        area, tuple([tuple((one(t, role="strong"),) for t in say["head"])] + [tuple((one(t),) for t in say["cell"])] * 4),
        (third, third, third), (36.0,) * 5, 18.0, say["table"], numeric=(2,),
    )  # fmt: skip
    chart = ChartShape(area, tuple(say["labels"]), (62.0, 35.0, 28.5), say["series"], '0.#"%"', say["chart"], 18.0)
    zone = boxes.boxes["picture"].get("picture", box("picture", "second"))
    photo = PictureShape(zone, PHOTO, say["alt"], "finger")
    away = zone.x - 90 if direction == "ltr" else zone.right + 10
    label = LabelShape(
        Rect(away, zone.y + 100, 80, 24),
        one(say["label"]),
        (zone.x + zone.width * 0.6, zone.y + zone.height * 0.4),
        18.0,
        "label",
    )
    half, gap = (area.width - 20) / 2, 20
    cards = tuple(
        CardShape(
            Rect(area.x + (n % 2) * (half + gap), area.y + (n // 2) * 110, half, 90),
            (one(t),),
            "tint",
            22.0,
            f"Option {n + 1}",
        )
        for n, t in enumerate(say["options"])
    )
    callout = CardShape(
        Rect(area.x, area.y + 40, area.width, 110),
        (one(say["emergency"], role="strong"),),
        "signal",
        24.0,
        "Emergency",
        kind="emergency",
    )
    modules = tuple(tuple((x * 7 + y * 13 + x * y) % 3 == 0 for x in range(25)) for y in range(25))
    half_body = Rect(area.x, area.y, area.width, 60)
    slides = (
        Slide("title", "title", heading(say["title"]), second=TextBody((one(say["subtitle"]),)), notes=note),
        Slide("what", "section", heading(say["section"]), notes=note),
        Slide("content", "content", (*heading(say["content"]), marker), bullets, citations=cite, cited=(1, 2), notes=note, minutes=2),
        Slide("steps", "content", heading(say["steps"][1]), TextBody(steps.paragraphs, 92_500), notes=note),
        Slide("two", "two-content", (*heading(say["two"]), marker), bullets, second=steps, citations=cite, cited=(1, 2), notes=note),
        Slide("table", "content", (*heading(say["table"]), marker), shapes=(table,), citations=cite, cited=(1, 2), notes=note),
        Slide("chart", "content", (*heading(say["chart"]), marker), shapes=(chart,), citations=cite, cited=(1, 2), notes=note),
        Slide("picture", "picture", (*heading(say["picture"]), marker), TextBody(bullets.paragraphs[:2]), second=TextBody((one(say["caption"]),)),
              shapes=(photo,), citations=cite, cited=(1, 2), notes=note),
        Slide("label", "content", heading(say["caption"]), shapes=(replace(photo, name="labelled"), label), notes=note),
        Slide("key", "key-message", heading(say["key"]), TextBody((one(say["key2"]),)), notes=note),
        Slide("quiz", "content", heading(say["quiz"]), shapes=cards, notes=note),
        Slide("emergency", "content", heading(say["emergency"]), shapes=(callout,), notes=note),
        Slide("pictogram", "content", heading(say["pictogram"]), TextBody((one(say["items"][0]),)), body_rect=half_body,
              shapes=(PictogramShape(Rect(area.x, area.y + 80, area.width, 200), 5, 20, say["pictogram"]),), notes=note),
        Slide("qr", "content", heading(say["qr"]), TextBody((one("example.org/leaflet"),)), body_rect=half_body,
              shapes=(QrShape(Rect(area.x, area.y + 80, 200, 200), modules, say["qr"]),), notes=note),
        Slide("references", "references", heading(say["references"]),
              TextBody((Para((TextRun("1. Valenzuela A, Song P, Chung L. Calcinosis in scleroderma. Curr Opin Rheumatol. 2018;30(6):554-61.", "en"),)),
                        Para((TextRun("2. Herrick AL. Advances in palliative care. ", "en"), TextRun("doi.org/10.1000/xyz", "en", href="https://doi.org/10.1000/xyz"))))),
              notes=note),
        Slide("end", "section", heading(say["subtitle"]), second=TextBody((one(say["title"]),)), notes=note),
    )  # fmt: skip
    return Deck(
        slides=slides,
        sections=(DeckSection(say["title"], (0,)), DeckSection(say["section"], tuple(range(1, 10))), DeckSection(say["quiz"], tuple(range(10, 16)))),
        language=language, notes_language=language, direction=direction, script=SCRIPTS[language], title=say["title"],
        subject=say["subtitle"], footer=heading(say["footer"]), theme=theme, boxes=boxes,
        provenance=Provenance("calcinosis", "1.2", "ab" * 32, Status.REVIEWED, "2026-11-12", ("A. Author",), ("calcinosis", "scleroderma")),
        organisation="Northfield Clinic",
    )  # fmt: skip


def long_deck(slides: int) -> Deck:
    """Return a deck of `slides` content slides with notes."""
    deck = sample_deck()
    content = deck.slides[2]
    many = tuple(replace(content, key=f"s{n}", title=(TextRun(f"Slide number {n} [1, 2]", "en"),)) for n in range(slides))
    return replace(deck, slides=many, sections=(DeckSection("All", tuple(range(slides))),))
