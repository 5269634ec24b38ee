"""What the digest's picture shows, taken from the digest."""

from datetime import timedelta

from programme.digest.figures import Digest, Line, share_done
from reports.cards.digest import DigestPicture, UnitWeek
from reports.digest.lines import scope_name
from reports.wording import Words
from storage.values.duties import State


def picture_of(words: Words, digest: Digest) -> DigestPicture:
    """A digest as its picture: those first that need somebody, and no squares of a few people."""
    duties = digest.total.duties
    return DigestPicture(
        title=scope_name(words, digest.units),
        first=digest.first,
        last=digest.last,
        branches=digest.total.size.branches,
        share=None if digest.total.is_small else share_done(digest.total.week),
        units=[_row(digest, line) for line in digest.lines if line.figures.week.due],
        states={state: getattr(duties, state.name.lower()) for state in State},
    )


def _row(digest: Digest, line: Line) -> UnitWeek:
    days = [digest.first + timedelta(days=n) for n in range(len(line.days))]
    if line.figures.is_small:
        return UnitWeek(line.name, dict.fromkeys(days))
    shares = dict(zip(days, map(share_done, line.days), strict=True))
    return UnitWeek(line.name, shares, share_done(line.figures.week))
