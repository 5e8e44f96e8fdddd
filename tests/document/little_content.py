"""A small content with every kind of block, made by hand, and its translations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from generator.content.model import (
    BulletList,
    Callout,
    Chart,
    ChartValue,
    Clinic,
    Contact,
    Contacts,
    Content,
    DeckInfo,
    DocumentInfo,
    Form,
    Glossary,
    GlossaryEntry,
    Heading,
    Image,
    ImageLabel,
    KeyPoints,
    Lines,
    Name,
    Organisation,
    Output,
    Paragraph,
    Person,
    Pictogram,
    QrCode,
    Questions,
    Quiz,
    Reference,
    Region,
    Review,
    Section,
    SectionSlides,
    Slide,
    Status,
    Steps,
    Support,
    Table,
    TeachBack,
)  # fmt: skip
from generator.content.translations import units
from generator.picture import Picture

ARM = Picture("assets/arm.png", b"png", "image/png", 400, 300)
PICTURES = {"assets/arm.png": ARM}


@dataclass(frozen=True)
class Told:
    text: str | None
    status: Status


def content(**changes) -> Content:
    made = Content(
        format=1,
        document=DocumentInfo(
            id="lumps",
            language="en",
            title="Calcium lumps",
            subtitle="For people with **scleroderma**",
            audience="Patients",
            objective="To explain lumps.",
            main_message="Ask your team [@nsf].",
            version="1.2",
            code="RHEU-023",
            published=date(2026, 11, 1),
            reviewed=date(2026, 11, 12),
            review_due=date(2028, 11, 12),
            authors=(Person(name="Ann Smith", role="nurse"),),
            funding="No funding.",
            feedback="Write to {{ clinic.email }}.",
            formats="Ask for large print.",
            keywords=("calcinosis",),
            review=Review(by="Dr A. Jones", role="rheumatologist", on=date(2026, 11, 12), hash="deadbeef"),
        ),
        clinic=Clinic(
            name="Rheumatology Clinic",
            organisation="Northbank Hospital",
            phone="+44 20 7946 0018",
            hours="Mon-Fri 9:00-17:00",
            email="rheum@example.org",
            web="https://example.org/rheum",
        ),
        region=Region(country="GB", emergency="999", advice="111"),
        deck=DeckInfo(session_minutes=45, objectives=("name the lumps",)),
        output=Output(min_status="machine"),
        sections=(
            Section(
                id="what",
                title="What is it?",
                slides=SectionSlides(title="Lumps are calcium", notes="Say hello [@late].", minutes=3),
                blocks=(
                    Paragraph(
                        text="Salts settle under\nthe skin [@niams].\n\nThis is called *calcinosis* [@merck; @nsf].",
                        slide="Salts settle [@niams]",
                        notes="Ask [@deck].",
                    ),
                    BulletList(
                        intro="Places:",
                        items=("the fingers", "the arm [@merck; @nsf; @niams]"),
                        slide_items=("fingers, arm",),
                    ),
                    Image(
                        file="assets/arm.png",
                        alt="An arm.",
                        caption="The arm.",
                        label=(ImageLabel(text="elbow", x=0.5, y=0.5),),
                    ),
                    Image(file="assets/arm.png", alt="", decorative=True),
                    Pictogram(count=1, total=4, text="About 1 in 4 people [@niams]."),
                    Chart(caption="Where", data=(ChartValue(label="hands", value=70), ChartValue(label="elbows", value=24.7))),
                    Slide(
                        title="Three things",
                        items=("Ask {{ clinic.phone }}",),
                        ask="Who has lumps?",
                        answers="Many [@deck].",
                    ),
                ),
            ),
            Section(
                id="care",
                title="Care",
                blocks=(
                    Heading(text="Every day"),
                    Steps(id="broken", items=("Wash it.", "Cover it [@late].")),
                    Callout(
                        id="urgent",
                        kind="urgent",
                        title="Get help",
                        text="Call {{ clinic.name }} on **{{ clinic.phone }}** if it swells [@merck].",
                    ),
                    Table(caption="Options", columns=("What", "How"), rows=(("Minocycline", "may help 5-10 mg"), ("None", ""))),
                    KeyPoints(title="Main points", items=("One.", "Two."), action="Ask."),
                    Glossary(entry=(GlossaryEntry(term="CT", meaning="a scan", expansion="computed tomography"),)),
                    Questions(items=("Why me?",), lines=2),
                    Lines(label="Notes", count=2),
                    Form(caption="Diary", columns=("Date", "Where")),
                    Quiz(question="Which?", options=("A", "B"), answer=2, explanation="Because [@deck]."),
                    TeachBack(prompts=("Say it.",)),
                    Contacts(entry=(Contact(label="Phone", value="{{ clinic.phone }}", href="tel:{{ clinic.phone }}"),)),
                    Support(entry=(Organisation(name="Scleroderma UK", text="A charity.", url="https://www.sruk.co.uk/"),)),
                    QrCode(text="Scan me", url="https://example.org/lumps"),
                ),
            ),
        ),
        references=(
            Reference(
                id="niams", author="NIAMS", title="Scleroderma", url="https://niams.nih.gov/x", accessed=date(2026, 11, 2)
            ),
            Reference(
                id="merck",
                type="article-journal",
                author=(Name(family="Valenzuela", given="A"),),
                title="Calcinosis",
                container_title_short="Semin Arthritis Rheum",
                issued=2016,
                volume=46,
                issue=3,
                page="344-349",
                doi="10.1016/j.x",
            ),
            Reference(id="nsf", author="National Scleroderma Foundation", title="Skin"),
            Reference(id="late", author="Late", title="Later"),
            Reference(id="deck", author="Deck", title="Deck only"),
            Reference(id="never", author="Never", title="Not cited"),
        ),
    )
    return replace(made, **changes)


def told(made: Content, status: Status = Status.REVIEWED, change=lambda text: text) -> dict[str, Told]:
    """Every unit in one state, its words passed through `change`."""
    return {unit.id: Told(change(unit.text), status) for unit in units(made)}
