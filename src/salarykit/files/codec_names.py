"""Checks names of encodings; the name of an old encoding stands for the larger one that files really use."""

from __future__ import annotations

import codecs
from encodings.aliases import aliases
from typing import Any, Final

from salarykit.errors import InvalidQuery, hint

__all__ = ["codec_of", "is_by_lines"]

_WIDER: Final = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "cp950",
}
"""The encodings that files declared in an older one use; browsers replace them in the same way."""
_NO_TEXT: Final = ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
_STATEFUL: Final = ("utf-7", "hz", "iso2022")
# without the characters that Japanese encodings replace
_ASCII: Final = bytes((*range(0x20, 0x5C), *range(0x5D, 0x7E), 0x09, 0x0A, 0x0D))


def codec_of(name: Any) -> str | None:
    """Return Python's name of an encoding; None for None.

    Raises:
        InvalidQuery: if there is no such encoding; the message names the nearest.

    Examples:
        >>> codec_of("GBK"), codec_of("Windows-1251"), codec_of("latin-1")
        ('gb18030', 'cp1251', 'cp1252')
        >>> codec_of("cp1521")
        Traceback (most recent call last):
        salarykit.errors.InvalidQuery: encoding='cp1521' is not an encoding. Did you mean 'cp1252'?
    """
    if name is None:
        return None
    names = {
        alias.replace("_", "-")
        for pair in aliases.items()
        if not pair[1].endswith(("_codec", "_13", "mbcs"))  # these do not decode bytes
        for alias in pair
    }
    if isinstance(name, str):
        try:
            codec = codecs.lookup(name).name
            b"a".decode(name, errors="replace")  # a LookupError for a codec that does not decode to text
        except (LookupError, ValueError):
            codec = _NO_TEXT[0]
        if codec not in _NO_TEXT:
            return _WIDER.get(codec, codec)
    near = hint(name.replace("_", "-"), sorted(names)) if isinstance(name, str) else ""
    raise InvalidQuery(
        f"encoding={name!r} is not an encoding.{near or ' Give a name such as utf-8, cp1252 or gb18030.'}",
        value=name,
    )


def is_by_lines(codec: str) -> bool:
    """Return whether lines can be decoded one by one: the encoding contains ASCII, and has no state.

    Examples:
        >>> is_by_lines("gb18030"), is_by_lines("utf-16"), is_by_lines("iso2022_jp"), is_by_lines("cp037")
        (True, False, False, False)
    """
    try:
        return _ASCII.decode(codec) == _ASCII.decode("ascii") and not codec.startswith(_STATEFUL)
    except UnicodeError:
        return False
