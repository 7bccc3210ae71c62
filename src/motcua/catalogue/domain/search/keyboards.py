"""What Telex and VNI leave behind when the keyboard was not switched on: `giaays`, `ddawng`, `khai1`, `sinh1`."""

import re
import unicodedata
from functools import lru_cache

_TELEX_TONES = {"f": "\u0300", "s": "\u0301", "x": "\u0303", "r": "\u0309", "j": "\u0323"}
_VNI_TONES = {"2": "\u0300", "1": "\u0301", "4": "\u0303", "3": "\u0309", "5": "\u0323"}
_DOUBLED = {"aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư", "dd": "đ"}
_VNI_HATS = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}, "9": {"d": "đ"}}
_VOWELS = "aăâeêioôơuưy"
_TELEX = re.compile(r"[a-z]{2,10}")
_VNI = re.compile(r"(?=.*[1-9])[a-z][a-z1-9]*")
# A syllable of Vietnamese, without marks: what cannot be one was not typed by Telex.
_SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?")


@lru_cache(maxsize=4096)
def unmangled(written: str) -> str:
    """The syllable that was meant, with its marks; "" when no keyboard leaves `written` behind."""
    if _TELEX.fullmatch(written):
        return _telex(written)
    return _vni(written) if _VNI.fullmatch(written) else ""


def _telex(written: str) -> str:
    tone, letters = "", written
    for place in range(len(written) - 1, 0, -1):  # the tone key comes after a vowel, mostly last
        if written[place] in _TELEX_TONES and any(char in "aeiouyw" for char in written[:place]):
            tone, letters = _TELEX_TONES[written[place]], written[:place] + written[place + 1 :]
            break
    candidates = [(letters, tone), (written, "")] if tone else [(written, "")]
    for text, mark in candidates:
        meant = _with_hats(text)
        if (mark or meant != written) and _SYLLABLE.fullmatch(_bare(meant)):
            return _toned(meant, mark)
    return ""


def _with_hats(text: str) -> str:
    for keys, letter in _DOUBLED.items():
        text = text.replace(keys, letter, 1)
    text = re.sub(r"uow|ươw|uơ|ưo", "ươ", text)
    for key, plain, hat in (("a", "a", "â"), ("e", "e", "ê"), ("o", "o", "ô"), ("d", "d", "đ")):
        # the second key may follow at the end: `giaya`, `dangd`
        if text.count(key) == 2 and text.endswith(key) and hat not in text:
            text = text[:-1].replace(plain, hat, 1)
    if text.endswith("w") and len(text) > 1:
        for plain, hat in (("uo", "ươ"), ("u", "ư"), ("o", "ơ"), ("a", "ă")):
            if plain in text:
                return text[:-1].replace(plain, hat, 1)
    return text.replace("w", "ư") if "w" in text[1:] else text


def _vni(written: str) -> str:
    tone, letters = "", list[str]()
    for char in written:
        if char in _VNI_TONES:
            tone = _VNI_TONES[char]
        elif char in _VNI_HATS:
            hats = _VNI_HATS[char]
            for place in range(len(letters) - 1, -1, -1):
                if letters[place] in hats:
                    letters[place] = hats[letters[place]]
                    break
            else:
                return ""
        elif char.isdigit():
            return ""
        else:
            letters.append(char)
    meant = "".join(letters).replace("uơ", "ươ").replace("ưo", "ươ")
    return _toned(meant, tone) if _SYLLABLE.fullmatch(_bare(meant)) else ""


def _toned(text: str, tone: str) -> str:
    """Put the tone on a vowel; which one does not matter here, see `words.Word.marked`."""
    if not tone:
        return text
    vowels = [place for place, char in enumerate(text) if char in _VOWELS]
    hatted = [place for place in vowels if text[place] in "ăâêôơư"]
    place = (hatted or vowels)[-1] if vowels else -1
    if place < 0:
        return ""
    return text[:place] + unicodedata.normalize("NFC", text[place] + tone) + text[place + 1 :]


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("đ", "d")
