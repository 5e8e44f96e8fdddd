"""Addresses and paths: which links may be printed, which files may be named."""

from __future__ import annotations

import re

_VARIABLE = re.compile(r"\{\{[^{}]*\}\}")
_WEB = re.compile(r"https?://[^/\s?#@:\\]+(?::\d{1,5})?(?:[/?#][^\s\\]*)?", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s@?&<>\\]+@[^\s@?&<>\\]+(?:\?[^\s\\]*)?", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?[0-9x().\- ]{2,40}", re.IGNORECASE)
_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)


def link_fault(link: str) -> tuple[str, str] | None:
    """Return what is wrong with an address and a hint, or None. Variables in it stand for what they will hold."""
    if _VARIABLE.fullmatch(link.strip()) and "clinic.web" in link:
        return None
    if link.lower().startswith("mailto:"):
        filled = _VARIABLE.sub("x@x", link) if "@" not in _VARIABLE.sub("", link) else _VARIABLE.sub("x", link)
    else:
        filled = _VARIABLE.sub("00", link)
    if any(form.fullmatch(filled) for form in (_WEB, _MAIL, _PHONE)):
        return None
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", link)
    if scheme and scheme.group().lower() not in ("http:", "https:", "mailto:", "tel:"):
        return f'a link must not begin with "{scheme.group()}"', "a link begins with https://, http://, mailto: or tel:"
    if scheme is None:
        return (
            "a link needs its beginning",
            f"write https://{link.lstrip('/')}" if "." in link else "begin it with https://",
        )
    return "this is not a complete address", "write https://name.org/page, mailto:name@name.org or tel:+441632960018"


def is_device(name: str) -> bool:
    """Whether Windows takes a file of this name for a device (CON, NUL, COM1 ...), whatever its ending."""
    return _WINDOWS.fullmatch(name.strip(" .")) is not None


def asset_fault(path: str) -> tuple[str, str] | None:
    """Return what is wrong with the path of a project file and a hint, or None. It is relative, POSIX, and stays inside."""
    hint = 'write a path inside the project folder with forward slashes: "assets/arm.png"'
    if not path or len(path) > 240:
        return "expected a path of 1 to 240 characters", hint
    if "\\" in path:
        return "a path has no backslashes", f'write "{path.replace(chr(92), "/")}"' if ":" not in path else hint
    if ":" in path:
        return "a path has no colon: only files of the project folder are read", hint
    if path.startswith(("/", "~")):
        return "a path begins inside the project folder", hint
    if any(ord(c) < 32 or ord(c) == 127 for c in path):
        return "a path has no control characters", hint
    for part in path.split("/"):
        if part in ("", ".", ".."):
            return f'"{part or "//"}" cannot be part of a path: only files of the project folder are read', hint
        if part[-1] in ". " or part[0] == " " or _WINDOWS.fullmatch(part):
            return f'"{part}" is no file name on every computer', "choose another name for the file"
    return None
