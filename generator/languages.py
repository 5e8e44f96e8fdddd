"""What is known of each language: script, direction, digits, font family; and the BCP 47 lookup (RFC 4647, 3.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

WELL_FORMED = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})*")


@dataclass(frozen=True, slots=True)
class Language:
    """A supported language, as asked for: `tag` may be finer (es-419) than the `base` row it takes its facts from (es)."""

    tag: str
    base: str
    english_name: str
    autonym: str
    script: str  # ISO 15924; Hans, Hant, Jpan and Kore for the CJK mixtures
    direction: Literal["ltr", "rtl"]
    family: str  # "Noto Sans Arabic"
    digits: str = "0123456789"

    @property
    def rtl(self) -> bool:
        """Whether its paragraphs run from right to left."""
        return self.direction == "rtl"

    def number(self, value: int | str) -> str:
        """Return the decimal digits of `value` in the digits this language uses."""
        return str(value).translate(str.maketrans("0123456789", self.digits))
