"""What `sanxue backup`, `sanxue restore` and `sanxue deadletters` take."""

from pathlib import Path

from bot.arguments.values import number_in
from bot.commands.backup import backup
from bot.commands.deadletters import forget, list_letters, retry, show_letter
from bot.commands.parsing import Choices
from bot.commands.restore import restore
from reports.wording import Words


def add_keeping(commands: Choices, words: Words) -> None:
    """The commands that keep the data safe and look after what could not be handled."""
    parser = commands.add("backup", words("write a copy of the database, also while the bot runs"))
    about = words("the file to write, which must not exist yet")
    parser.takes("path", about, type=Path, metavar=words("PATH"))
    parser.set_defaults(command=lambda operator, given: backup(operator, given.path))

    parser = commands.add("restore", words("bring a backup into an empty database, of either kind"))
    about = words("the backup's file, which stays as it is")
    parser.takes("path", about, type=Path, metavar=words("PATH"))
    parser.set_defaults(command=lambda operator, given: restore(operator, given.path))

    parser = commands.add("deadletters", words("look at updates that could not be handled"))
    parser.set_defaults(command=lambda operator, _: list_letters(operator))
    actions = parser.choices("action", required=False)
    show = actions.add("show", words("show one whole"))
    number = number_in(words)
    show.takes("id", words("its number in the list"), type=number, metavar=words("ID"))
    show.set_defaults(command=lambda operator, given: show_letter(operator, given.id))
    one_by_one = (
        ("retry", words("have the running bot handle it once more"), retry),
        ("forget", words("remove it from the list"), forget),
    )
    for name, about, command in one_by_one:
        action = actions.add(name, about)
        which = action.either()
        which.add_argument(
            "id", help=words("its number in the list"), type=number, nargs="?", metavar=words("ID")
        )
        which.add_argument("--all", help=words("all of them"), action="store_true")
        action.set_defaults(
            command=lambda operator, given, command=command: command(operator, given.id)
        )
