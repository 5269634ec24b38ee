"""The operators' guide, walked as somebody does who has never seen it: its commands and settings in
its order, with a practice server where Telegram would be."""

import asyncio
import logging
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.command_line import main
from bot.practice.records import Chat, User
from bot.practice.server import PracticeServer
from tests.bot.test_running import running
from tests.test_docs import DOCS, SAMPLES, tokens

# What a reader puts in the place of the guide's names.
OWN = {
    "zh": {
        "programme 文件夹": "programme programme",
        "quizzes 文件夹": "quizzes banks",
        "单位编码": "QH",
        "题库.xlsx": "banks/题库.txt",
    },
    "en": {
        "programme FOLDER": "programme programme",
        "quizzes FOLDER": "quizzes banks",
        "for UNIT": "for CR",
        "questions.xlsx": "banks/questions.txt",
    },
}
NUMBER = "123456789"
NO_SUCH_LETTER = ("deadletters show", "deadletters retry")


class Reader:
    """Somebody at a terminal, with the guide beside it."""

    def __init__(self, language: str, capsys: pytest.CaptureFixture[str]) -> None:
        page = DOCS / f"operators.{language}.md"
        self.text = page.read_text("utf-8")
        self.blocks = [each for each in tokens(page) if each.type == "fence"]
        self._own = OWN[language]
        self._capsys = capsys

    def commands(self) -> Iterator[str]:
        """What is to be typed, in its order, up to what happens once in a while."""
        for block in self.blocks:
            lines = [] if block.info else block.content.splitlines()
            yield from (
                each for each in lines if re.match(r"sanxue (?!practice)|mkdir|make run", each)
            )

    async def type(self, line: str) -> tuple[int, str]:
        """Type a command of Sanxue's: its exit code, and what it says."""
        for name, own in self._own.items():
            line = line.replace(name, own)
        arguments = shlex.split(line)[1:]
        if arguments[:2] == ["import", "quizzes"] and "--check" not in arguments:
            arguments.append("--yes")
        code = await asyncio.to_thread(main, arguments)
        return code, self._capsys.readouterr().out


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the samples in it, where nothing is set in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("SANXUE_")]:
        monkeypatch.delenv(name)
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", root.handlers)
    monkeypatch.setattr(root, "level", root.level)
    shutil.copytree(SAMPLES, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_guide_leads_from_nothing_to_a_group_at_work_and_back_from_a_backup(
    language: str, terminal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = Reader(language, capsys)
    async with PracticeServer() as server, AsyncExitStack() as stack:
        settings = next(each.content for each in reader.blocks if each.info == "toml")
        token, file = re.compile('token = ".*"'), terminal / "sanxue.toml"
        settings = token.sub(f'token = "{server.token}"', settings)
        file.write_text(f'{settings}api_url = "{server.api_url}"\n', "utf-8")
        bound, owner = None, server.add_user("Otto", language_code=language)
        for line in reader.commands():
            if line.startswith("mkdir"):
                (terminal / line.split()[-1]).mkdir()
            elif line == "make run":
                if (terminal / "sanxue.db").exists() and bound is None:
                    at_work = running(terminal, server, SANXUE_LANGUAGE=language)
                    program = await stack.enter_async_context(at_work)
                    await program.says("READY=1")
                    await _told_the_number(server, owner, reader)
                    file.write_text(f"{file.read_text('utf-8')}owner = {owner.id}\n", "utf-8")
            else:
                code, said = await reader.type(line)
                is_well = code == (1 if any(each in line for each in NO_SUCH_LETTER) else 0)
                assert is_well, f"{line}: {code}\n{said}"
                if "startgroup=" in said and bound is None:
                    bound = await _bound(server, said)
        assert bound is not None
        left = (await reader.type("sanxue check"))[1]
        assert "owner = " not in left and "import roster" in left
        assert await program.ends() == 0

        _put_aside(terminal)
        restore = re.search(r"`(sanxue restore \S+)`", reader.text)
        assert restore is not None
        assert (await reader.type(restore[1]))[0] == 0
        assert (await reader.type("sanxue check"))[1].endswith(left[left.rindex("\n1. ") :])


async def _told_the_number(server: PracticeServer, owner: User, reader: Reader) -> None:
    """The bot says what the guide quotes, with one's own number."""
    server.start_private(owner)
    await server.all_taken()
    (quoted,) = re.findall(rf"“([^”]*){NUMBER}", reader.text)
    await _until(server, owner, f"{quoted}{owner.id}")


async def _bound(server: PracticeServer, link: str) -> Chat:
    """The secretary opens the link and picks the group: the bot greets it."""
    secretary = server.add_user("Li")
    group = server.add_group("Group", [secretary])
    server.start_private(secretary)
    code = re.findall(r"startgroup=(\w+)", link)[0]
    server.add_bot(group, secretary, start_parameter=code)
    await server.all_taken()
    await _until(server, group, "07:30")
    return group


async def _until(server: PracticeServer, chat: Chat | User, words: str) -> None:
    """Return when the bot has said these words."""
    events = server.events()
    while not any(words in each.text for each in server.messages(chat)):
        await anext(events)


def _put_aside(folder: Path) -> None:
    for each in list(folder.glob("sanxue.db*")):
        each.rename(folder / f"old.{each.name}")
