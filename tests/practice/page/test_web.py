"""The page's routes: who is let in, and what the page is made of."""

import json
import re
from pathlib import Path

import aiohttp
import pytest

from bot.practice.html import Entity
from bot.practice.page import web
from bot.practice.page.runs import tree
from bot.practice.page.words import page_words
from reports.wording import words
from tests.practice.page.conftest import Visit

STATIC = Path(web.__file__).parent / "static"
SCRIPTS = sorted(STATIC.glob("*.js"))
# Keys that the scripts put together: what they begin with.
MADE = ("part-", "guide-", "service-", "size-")
KINDS = {"photo", "voice", "audio", "video", "document", "file"}


async def test_only_this_machine_is_answered(visit: Visit) -> None:
    li = await visit()

    assert (await li.fetch("")).status == 200
    for host in ("evil.example", "127.0.0.1.evil.example:80", "sanxue.local"):
        assert (await li.fetch("", Host=host)).status == 403
    port = li.address.rpartition(":")[2].rstrip("/")
    assert (await li.fetch("", Host=f"localhost:{port}")).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
    ],
)
async def test_no_other_page_can_act(visit: Visit, headers: dict[str, str]) -> None:
    li = await visit()
    before = len(li.group["messages"])

    for path in ("deeds", "clock", "life", "restart"):
        status, _ = await li.post(path, {"deed": "start", "who": "li"}, **headers)
        assert status == 403

    assert len(li.group["messages"]) == before and not li.world["touched"]


async def test_what_is_no_deed_is_told_so(visit: Visit) -> None:
    li = await visit()

    for body in ({"deed": "fly", "who": "li"}, {"deed": "say", "who": "li", "text": 5}, [], 1):
        status, answer = await li.post("deeds", body)
        assert (status, answer["said"]) == (400, "The page asked for something that can't be read.")
    status, _ = await li.post("clock", {"who": "li", "to": "yesterday"})
    assert status == 400


async def test_nothing_comes_from_outside(visit: Visit) -> None:
    li = await visit()

    answer = await li.fetch("")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    for name in ("..%2Fweb.py", "web.py", "nothing.js"):
        assert (await li.fetch(f"static/{name}")).status == 404
    for file in STATIC.iterdir():
        text = file.read_text("utf-8")
        found = set(re.findall(r"https?://[^\s\"'<>`]+", text))
        assert found <= {"http://www.w3.org/2000/svg"}, file.name
        assert "innerHTML" not in text and "insertAdjacentHTML" not in text
        assert not re.search(r"<[^>]+ (style|on\w+)=", text), file.name


def _asked() -> set[str]:
    """The keys that the scripts and the page ask for in so many letters."""
    scripts = "\n".join(each.read_text("utf-8") for each in SCRIPTS)
    page = (STATIC / "index.html").read_text("utf-8")
    found = set(re.findall(r'\bsay(?:Count)?\(\s*"([\w-]+)"', scripts))
    for either in re.findall(r'\bsay\([^()]*\? "([\w-]+)" : "([\w-]+)"\)', scripts):
        found |= set(either)
    found |= set(re.findall(r'data-say(?:-label|-title)?="([\w-]+)"', page))
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_has_all_its_words(language: str) -> None:
    known = page_words(words(language))

    assert _asked() <= known.keys()
    steps = set(re.findall(r'key: "([\w-]+)"', (STATIC / "guide.js").read_text("utf-8")))
    assert {f"guide-{step}" for step in steps} <= known.keys()
    assert {key for key in known.keys() - _asked() - KINDS if not key.startswith(MADE)} == set()


async def test_words_come_by_language(visit: Visit) -> None:
    li = await visit()

    said = {}
    for language in ("zh", "en"):
        answer = await li.fetch(f"words/{language}.json")
        said[language] = json.loads(await answer.text())["next-post"]
    assert said == {"zh": "下一条", "en": "Next post"}
    assert (await li.fetch("words/fr.json")).status == 404


async def test_the_stream_ends_with_the_page(visit: Visit) -> None:
    li = await visit()
    async with aiohttp.ClientSession() as http, http.get(f"{li.address}events?as=li") as stream:
        assert (await stream.content.readline()) == b"event: world\n"
        assert stream.headers["Content-Type"] == "text/event-stream"


def test_a_text_becomes_a_tree() -> None:
    text = "😀 bold and /today, see x"
    entities = (
        Entity("bold", 3, 8),
        Entity("italic", 8, 3),
        Entity("bot_command", 12, 6),
        Entity("text_link", 24, 1, (("url", "javascript:alert(1)"),)),
    )

    assert tree(text, entities) == [
        "😀 ",
        {"k": "bold", "c": ["bold ", {"k": "italic", "c": ["and"]}]},
        " ",
        {"k": "bot_command", "c": ["/today"]},
        ", see ",
        {"k": "bold", "c": ["x"]},
    ]
    assert tree("at https://a.example/ now", (Entity("url", 3, 18),))[1] == {
        "k": "url",
        "c": ["https://a.example/"],
        "u": "https://a.example/",
    }
