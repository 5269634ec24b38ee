"""People's names, as they are shown among other words."""

import unicodedata

LONGEST = 20
_ISOLATE = "\u2068"
_END_ISOLATE = "\u2069"
# Letters of their kind that show nothing: whoever bears such a name wants to have none.
_BLANKS = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"), " ")


def shown_name(name: str) -> str:
    """A name for showing, as plain text: nothing unseen in it, at most 20 characters.

    A longer one ends in "…". It is wrapped in directional isolates, so that a name written from
    right to left leaves the words and numbers around it in their places.
    """
    name = name.translate(_BLANKS)
    seen = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cf", "Cc"))
    seen = " ".join(seen.split()) or "—"
    return f"{_ISOLATE}{shortened(seen, LONGEST)}{_END_ISOLATE}"


def shortened(text: str, longest: int) -> str:
    """A text of at most ``longest`` characters, ending in "…" when something was left out."""
    if len(text) <= longest:
        return text
    end = longest - 1
    while end > 1 and unicodedata.combining(text[end]):
        end -= 1
    return text[:end].rstrip() + "…"
