"""Units of measurement as they follow a number, in the scripts of the world: what makes a number a dose."""

from __future__ import annotations

import re

GAPS = " \u00a0\u2009\u202f"
PER_CENT = "%\u066a\uff05\u2030"
PER_AMOUNT = re.compile(r"/\d+(?:[.,]\d+)?")
TOKEN = re.compile(r"[^\s\d/()\[\],;:<>\u2066-\u2069]{1,24}")

SPACED = frozenset(
    (  # noqa: SIM905 - a list of one word a line would hide the scripts from each other
        "microgram micrograms milligram milligrams gram grams millilitre millilitres milliliter milliliters litre litres "
        "liter liters unit units tablet tablets capsule capsules drop drops dose doses puff puffs "
        "mcg µg μg ng mg kg g µL µl μl mL ml dL dl cL cl L l mmHg mmol µmol μmol mol mEq mIU IU UI IE MBq mGy mSv Gy "
        "kcal kJ kPa nm mm cm km m h hr hrs min mins s sec ms Hz °C °F ° ℃ ℉ day days week weeks month months year years "
        "мкг мг г кг мкл мл л мм см ммоль ЕД МЕ "
        "ميكروغرام مكغ ملغم ملغ ملجم مجم كغم كغ كجم غرام جرام غم غ مل لتر ملم سم ملليلتر مليغرام "
        "میلی\u200cگرم میلی\u200cلیتر میکروگرم کیلوگرم گرم لیتر "
        'מק"ג מ"ג מ"ל ק"ג גרם ס"מ מ"מ מיקרוגרם מ״ג מ״ל ק״ג ס״מ מ״מ '
        "माइक्रोग्राम मिलीग्राम मिग्रा मि.ग्रा मि.ग्रा. एमजी ग्राम किलोग्राम किग्रा मिलीलीटर मिली एमएल लीटर सेमी मिमी "
        "মাইক্রোগ্রাম মিলিগ্রাম মিগ্রা মি.গ্রা মি.গ্রা. গ্রাম কেজি মিলিলিটার মিলি লিটার "
        "ਮਿਲੀਗ੍ਰਾਮ ਗ੍ਰਾਮ ਮਿਲੀਲੀਟਰ મિલીગ્રામ ગ્રામ மில்லிகிராம் மி.கி மி.கி. கிராம் மில்லிலிட்டர் மி.லி மி.லி. "
        "ሚ.ግ ሚ.ግ. ሚሊግራም ግራም ሚሊሊትር"
    ).split()
)
UNSPACED = tuple(
    (  # noqa: SIM905
        "มก. มล. มคก. กก. มม. ซม. มิลลิกรัม มิลลิลิตร ไมโครกรัม กรัม "
        "微克 毫克 千克 公斤 公克 克 毫升 微升 公升 升 毫米 公分 厘米 单位 單位 "
        "マイクログラム ミリグラム グラム ミリリットル リットル 밀리그램 마이크로그램 그램 밀리리터 리터"
    ).split()
)


def unit_end(text: str, at: int) -> int | None:
    """Return where the unit ends that follows a number ending at `at` (mg, mg/kg, mg/5 ml); None if none does."""
    end = _one(text, at + 1 if text[at : at + 1] and text[at] in GAPS else at)
    while end is not None and text[end : end + 1] == "/":
        number = PER_AMOUNT.match(text, end)
        after = number.end() if number else end + 1
        further = _one(text, after + 1 if number and text[after : after + 1] and text[after] in GAPS else after)
        if further is None:
            break
        end = further
    return end


def _one(text: str, at: int) -> int | None:
    if text[at : at + 1] and text[at] in PER_CENT:
        return at + 1
    match = TOKEN.match(text, at)
    if match is None:
        return None
    word = match[0]
    for candidate in (word, word.rstrip(".!?\u060c\u061b\u061f\u0964\u3002'\"\u00bb\u201d\u2019")):
        if candidate in SPACED:
            return at + len(candidate)
    for unit in UNSPACED:
        if word.startswith(unit):
            return at + len(unit)
    return None
