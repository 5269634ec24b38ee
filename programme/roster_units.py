"""Which unit a row of the roster means: by the code, or by the name where only one has it."""

import unicodedata
from collections.abc import Mapping, Sequence

from programme.files import closest
from storage.values.messages import BadInput, Message, message

_MOST_HINTS = 10
"""For how many wrong codes of a file close ones are looked for."""

_CLOSE = 3
"""How many branches a hint names."""

_MOST_CODES = 8
"""How many codes are told of units that share a name."""


class KnownUnits:
    """The organisation's units: names by code of ``branches``, and of the ``others``."""

    def __init__(self, branches: Mapping[str, str], others: Mapping[str, str]) -> None:
        self.branches = branches
        self.others = others
        self._codes = {name: code for code, name in branches.items()}
        self._named: dict[str, list[str]] = {}
        for code, name in (*branches.items(), *others.items()):
            self._named.setdefault(_plain(name), []).append(code)
        self._looked_for: dict[str, str] = {}

    def code_of(self, code: str, written: str, *, in_office: bool) -> str:
        """The code of the branch that is meant; of any unit, for somebody with an office there.

        ``written`` is the cell as it stands there: a ``code`` has no spaces, a name may. Raises
        :class:`BadInput` with what to write instead.
        """
        if code not in self.branches and code not in self.others:
            named = self._named.get(_plain(written), [])
            if len(named) > 1:
                raise BadInput(_which(written, named))
            code = named[0] if named else code
        if code in self.branches or (code in self.others and in_office):
            return code
        if code in self.others:
            raise BadInput(
                message(
                    "{code} is not a branch. Only who has an office there can stand there "
                    "(organiser, cadre, secretary, committee member); please name the person's "
                    "branch.",
                    code=code,
                )
            )
        raise BadInput(self._unknown(code, written))

    def _unknown(self, code: str, written: str) -> Message:
        near = self._near(code)
        if near:
            return message(
                "There is no branch with the code or name {written}. Did you mean {near}?",
                written=written,
                near=near,
            )
        return message(
            "There is no branch with the code or name {written}. Please import the organisation "
            "first.",
            written=written,
        )

    def _near(self, code: str) -> str:
        """Codes near to a wrong one, for the first few: to look among 150,000 takes time."""
        if code not in self._looked_for and len(self._looked_for) >= _MOST_HINTS:
            return ""
        if code not in self._looked_for:
            self._looked_for[code] = self._look_for_near(code)
        return self._looked_for[code]

    def _look_for_near(self, code: str) -> str:
        near = closest(code, self.branches, _CLOSE)
        if near:
            return near
        by_name = closest(code, self._codes, _CLOSE).split(", ")
        return ", ".join(f"{self._codes[name]} ({name})" for name in by_name if name)


def _plain(name: str) -> str:
    """A name as it is compared: however it is spaced, wide or large."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _which(name: str, codes: Sequence[str]) -> Message:
    return message(
        "Several units are called {name}. Please write the code of the one that is meant: {codes}.",
        name=name,
        codes=", ".join(sorted(codes)[:_MOST_CODES]) + (", …" if len(codes) > _MOST_CODES else ""),
    )
