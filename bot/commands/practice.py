"""``sanxue practice``: a branch to step into, in the browser and in the terminal."""

from msgspec import Struct, field
from msgspec.structs import replace

from bot.commands.operator import Operator
from bot.practice.page.files import Files
from storage.values.messages import BadInput, message


class Practice(Struct, frozen=True):
    """How it was asked for. ``is_fast``: the show makes no pauses to read in."""

    has_page: bool = True
    has_show: bool = True
    is_fast: bool = False
    port: int | None = None
    files: Files = field(default_factory=Files)


async def practice(operator: Operator, given: Practice) -> int:
    """Let one step into a branch: in the page until Ctrl+C, and meanwhile by watching a show of
    its days in the terminal.

    Raises what importing the files of a rehearsal raises; nothing of the real database is touched.
    """
    # Imported late: the whole bot and the practice server take a while, and --help should not.
    from bot.practice.page.serving import serve  # noqa: PLC0415
    from bot.practice.page.sources import Rehearsal, Sample  # noqa: PLC0415
    from bot.practice.show import run as show  # noqa: PLC0415

    # Whoever only looks has set nothing yet: all of it speaks as their console does.
    spoken = operator.settings.model_copy(update={"language": operator.words.language})
    operator = replace(operator, settings=spoken)
    is_rehearsal = given.files != Files()
    if not given.has_page and is_rehearsal:
        raise BadInput(message("Your own files are tried on the page: please leave --no-page out."))
    if not given.has_page:
        await show(operator.settings, fast=given.is_fast)
    elif is_rehearsal:
        source = Rehearsal(given.files, operator)
        await serve(operator, source, given.port, with_show=False, fast=given.is_fast)
    else:
        sample = Sample(operator.settings.time_zone)
        await serve(operator, sample, given.port, with_show=given.has_show, fast=given.is_fast)
    return 0
