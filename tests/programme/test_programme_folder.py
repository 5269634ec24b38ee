"""A programme's folder: items, media and question banks, and every fault named with its file."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from programme.folder import read_programme
from programme.items import LONGEST_BODY
from programme.styled_text import telegram_length
from storage.values.messages import BadInput, Finding
from storage.values.programme_files import Item, Media, MediaKind
from tests.programme.telegram_html import solid, text_of

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
SHIPPED = Path(__file__).parents[2] / "programme" / "shipped" / "two-studies"


class Folder:
    """A programme's folder in the making."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.put("programme.toml", 'key = "k"\nlanguages = ["zh", "en"]')

    def put(self, name: str, content: str | bytes) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)

    def put_both(self, key: str, header: str = "", zh: str = "正文", en: str = "Text") -> None:
        self.put(f"items/{key}.zh.md", f"---\ntitle: 题\n{header}\n---\n{zh}")
        self.put(f"items/{key}.en.md", f"---\ntitle: T\n{header}\n---\n{en}")

    def items(self) -> tuple[Item, ...]:
        reading = read_programme(self.path)
        assert reading.programme is not None, reading.findings
        return reading.programme.items

    def findings(self, *, blocks: bool = True) -> list[Finding]:
        reading = read_programme(self.path)
        assert not blocks or reading.programme is None
        return [finding for finding in reading.findings if finding.blocks is blocks]

    def only(self, *, blocks: bool = True) -> tuple[str, int | None, str]:
        (finding,) = self.findings(blocks=blocks)
        return finding.place.file, finding.place.line, str(finding.said)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "programme")


def test_the_shipped_programme_has_nothing_to_mend() -> None:
    reading = read_programme(SHIPPED)
    assert reading.findings == ()
    assert reading.programme is not None
    documents = {item.document for item in reading.programme.items}
    assert len(documents) == 30
    assert all(set(item.texts) == {"zh", "en"} for item in reading.programme.items)


def test_languages_of_one_key_are_one_item(folder: Folder) -> None:
    header = "source: 党章\nTAGS: a、b c\n思考题：想一想\nslot: morning\npicture: pic.jpg"
    folder.put("pic.jpg", JPEG)
    folder.put("items/01-aims.zh.md", f"---\ntitle: 目标\n{header}\n---\n**好**")
    folder.put("items/01-aims.en.md", "---\ntitle: Aims\ntags: d\n时段：早上\n---\n*good*")
    (item,) = folder.items()
    assert item.key == item.document == "01-aims"
    assert item.texts["zh"].title == "目标"
    assert item.texts["zh"].html == "<b>好</b>"
    assert item.texts["zh"].source == "党章"
    assert item.texts["zh"].prompt == "想一想"
    assert item.texts["en"].html == "<i>good</i>"
    assert item.tags == ("a", "b", "c", "d")
    assert item.media == (Media(MediaKind.PICTURE, "pic.jpg", len(JPEG)),)


def test_order_is_natural_and_what_systems_leave_behind_is_ignored(folder: Folder) -> None:
    for key in ("10-c", "2-b", "1-a"):
        folder.put_both(key)
    for name in (".DS_Store", "._1-a.zh.md", "~$x.xlsx", "Thumbs.db"):
        folder.put(f"items/{name}", b"\0junk")
        folder.put(f"quizzes/{name}", b"\0junk")
    assert [item.key for item in folder.items()] == ["1-a", "2-b", "10-c"]
    assert read_programme(folder.path).findings == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_in_any_encoding(folder: Folder, encoding: str) -> None:
    folder.put("items/a.txt", "党员的义务\r\n\r\n第一段 <b>\r\n第二段".encode(encoding))
    (item,) = folder.items()
    assert item.texts["zh"].title == "党员的义务"
    assert item.texts["zh"].html == "第一段 &lt;b&gt;\n第二段"


def test_the_first_heading_is_the_title_when_no_other_is_given(folder: Folder) -> None:
    folder.put("items/a.md", "# 标题\n\n正文")
    assert folder.items()[0].texts["zh"].title == "标题"
    folder.put("items/a.md", "---\ntitle: 别的\n---\n# 标题\n\n正文")
    assert folder.items()[0].texts["zh"].html == "<b>标题</b>\n\n正文"


def test_a_long_document_becomes_daily_parts(folder: Folder) -> None:
    folder.put("p.jpg", JPEG)
    zh = "\n\n".join(f"第{n}条 " + "要认真学习。" * 60 for n in range(1, 31))
    folder.put_both("01-rules", "picture: p.jpg\ntags: t", zh=zh, en="One.\n\nTwo.\n\nThree.")
    items = folder.items()
    assert [item.key for item in items] == ["01-rules#1", "01-rules#2", "01-rules#3"]
    assert {item.document for item in items} == {"01-rules"}
    assert [item.texts["zh"].title for item in items] == ["题 (1/3)", "题 (2/3)", "题 (3/3)"]
    assert [item.texts["en"].html for item in items] == ["One.", "Two.", "Three."]
    assert [len(item.media) for item in items] == [1, 0, 0]
    assert all(item.tags == ("t",) for item in items)
    seen = [text_of(item.texts["zh"].html) for item in items]
    assert all(telegram_length(text) <= LONGEST_BODY for text in seen)
    assert all(text.startswith("第") for text in seen)
    assert solid("".join(seen)) == solid(zh)
    file, _, said = folder.only(blocks=False)
    assert file == "items/01-rules.en.md"
    assert "Both are cut into 3 parts" in said


def test_a_language_with_fewer_sentences_than_parts_is_left_out_of_the_last(
    folder: Folder,
) -> None:
    folder.put_both("a", zh="要认真学习。" * 1000, en="One.")
    assert [sorted(item.texts) for item in folder.items()] == [["en", "zh"], ["zh"]]


SHEET = (
    ("编号", "标题", "正文", "来源", "标签", "语言", "图片"),
    ("a", "甲", "第一段\n第二段 <", "党章", "x、y", "zh", "p.jpg"),
    ("a", "A", "Text", "", "", "en", ""),
    ("b", "乙", "正文", "", "", "", ""),
)


def as_csv(delimiter: str) -> str:
    rows = (delimiter.join(f'"{cell}"' for cell in row) for row in SHEET)
    return "\r\n".join(rows)


@pytest.mark.parametrize("kind", ["comma", "semicolon", "tab", "gb18030", "xlsx"])
def test_one_sheet_instead_of_files(folder: Folder, kind: str) -> None:
    folder.put("items/p.jpg", JPEG)
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in SHEET:
            book.active.append(row)
        book.save(folder.path / "items" / "all.xlsx")
    elif kind == "gb18030":
        folder.put("items/all.csv", as_csv(",").encode("gb18030"))
    else:
        folder.put("items/all.csv", as_csv({"comma": ",", "semicolon": ";", "tab": "\t"}[kind]))
    first, second = folder.items()
    assert (first.key, second.key) == ("a", "b")
    assert first.texts["zh"].html == "第一段\n第二段 &lt;"
    assert first.texts["zh"].source == "党章"
    assert first.tags == ("x", "y")
    assert first.texts["en"].title == "A"
    assert first.media == (Media(MediaKind.PICTURE, "items/p.jpg", len(JPEG)),)


def test_faults_in_a_sheet_name_row_and_column(folder: Folder) -> None:
    folder.put("items/all.csv", "标题,正文,语言\n,a,\nb,,\nc,d,fr\n")
    found = {(each.place.line, each.place.column): str(each.said) for each in folder.findings()}
    assert "no title" in found[2, "标题"]
    assert "no text" in found[3, "正文"]
    assert "“fr” isn't one of the programme's" in found[4, "语言"]


def test_a_sheet_without_a_needed_column(folder: Folder) -> None:
    folder.put("items/all.csv", "标题,正问\na,b\n")
    file, line, said = folder.only()
    assert (file, line) == ("items/all.csv", 1)
    assert "The column “text” is missing" in said


GOOD = "---\ntitle: t\n---\nbody"
FAULTS = [
    ({"items/a.md": ""}, "items/a.md", None, "This file is empty"),
    ({"items/a.txt": " \n"}, "items/a.txt", None, "This file is empty"),
    ({"items/a.md": "body"}, "items/a.md", None, "no title"),
    ({"items/a.md": "---\ntitle: t\n---\n"}, "items/a.md", None, "no text"),
    ({"items/a.txt": "only a title"}, "items/a.txt", None, "no text"),
    ({"items/a.md": GOOD, "items/a.zh.txt": "t\nb"}, "items/a.zh.txt", None, "there twice"),
    ({"items/a.md": "---\ntitle: t\n\nbody"}, "items/a.md", 1, "has no end"),
    ({"items/a.md": "---\ntitle: t\nsorce: x\n---\nb"}, "items/a.md", 3, "mean “source”?"),
    ({"items/a.md": "---\ntitle: t\nzzz: x\n---\nb"}, "items/a.md", 3, "use one of: title"),
    ({"items/a.md": "---\ntitle: t\nbad\n---\nb"}, "items/a.md", 3, "form name: value"),
    ({"items/a.md": "---\ntitle: t\ntitle: t\n---\nb"}, "items/a.md", 3, "a second time"),
    (
        {"items/a.md": "---\ntitle: t\nslot: night\n---\nb"},
        "items/a.md",
        3,
        "it can't be for “night”",
    ),
    ({"items/a.md": "---\ntitle: t\n时段: 晚上\n---\nb"}, "items/a.md", 3, "a prompt; for noon"),
    ({"items/a.csv": "标题,正文,时段\nt,b,\nu,c,午\n"}, "items/a.csv", 3, "it can't be for “午”"),
    ({"items/a.md": f"---\ntitle: {'t' * 121}\n---\nb"}, "items/a.md", 2, "longer than 120"),
    ({"items/a.md": f"---\ntitle: t\nprompt: {'t' * 1001}\n---\nb"}, "items/a.md", 3, "1000"),
    ({"items/a.fr.md": GOOD}, "items/a.fr.md", None, "“fr” isn't known"),
    ({"items/a#1.md": GOOD}, "items/a#1.md", None, "sign #"),
    ({"items/a.md": b"\x00\x01\x02"}, "items/a.md", None, "not text"),
    ({"items/a.md": GOOD, "items/b.csv": "title,text\nx,y"}, "items/b.csv", None, "one or the"),
    ({"programme.toml": 'key = "k"'}, "items", None, "There are no items"),
    ({"items/a.md": GOOD, "programme.toml": "key = 1"}, "programme.toml", 1, "The key may"),
]


@pytest.mark.parametrize(("files", "file", "line", "said"), FAULTS)
def test_faults(
    folder: Folder, files: dict[str, str | bytes], file: str, line: int | None, said: str
) -> None:
    for name, content in files.items():
        folder.put(name, content)
    found = folder.only()
    assert found[:2] == (file, line)
    assert said in found[2]


def test_languages_must_agree(folder: Folder) -> None:
    folder.put("a.jpg", JPEG)
    folder.put("b.jpg", JPEG)
    folder.put("items/a.zh.md", "---\ntitle: t\npicture: a.jpg\n---\nb")
    folder.put("items/a.en.md", "---\ntitle: t\npicture: b.jpg\n---\nb")
    (said,) = [(each.place.line, str(each.said)) for each in folder.findings()]
    assert said[0] == 3 and "names the file “a.jpg” here" in said[1]


def sparse(folder: Folder, name: str, beginning: bytes, size: int) -> None:
    folder.put(name, beginning)
    with (folder.path / name).open("r+b") as file:
        file.truncate(size)


MEDIA_FAULTS = [
    ("picture: sunset", "There is no file “sunset”. Please put it"),
    ("picture: good.jpeg", "Did you mean “good.jpg”?"),
    ("picture: ../outside.jpg", "leads out of the programme's folder"),
    ("picture: ..\\outside.jpg", "leads out of the programme's folder"),
    ("picture: /etc/hostname", "leads out of the programme's folder"),
    ("picture: C:\\good.jpg", "leads out of the programme's folder"),
    ("picture: link.jpg", "leads out of the programme's folder"),
    ("picture: song.mp3", "can't be posted as picture"),
    ("audio: good.jpg", "can't be posted as audio"),
    ("video: good.jpg", "can't be posted as video"),
    ("picture: false.png", "isn't a picture"),
    ("file: empty.pdf", "is empty"),
    ("picture: big.jpg", "larger than 10 MB"),
    ("file: big.pdf", "larger than 50 MB"),
]


@pytest.mark.parametrize(("header", "said"), MEDIA_FAULTS)
def test_media_faults(folder: Folder, header: str, said: str) -> None:
    folder.put("../outside.jpg", JPEG)
    folder.put("good.jpg", JPEG)
    folder.put("song.mp3", b"ID3")
    folder.put("false.png", b"<html>")
    folder.put("empty.pdf", b"")
    sparse(folder, "big.jpg", JPEG, 10 * 1024 * 1024 + 1)
    sparse(folder, "big.pdf", b"%PDF", 50 * 1024 * 1024 + 1)
    (folder.path / "link.jpg").symlink_to(folder.path.parent / "outside.jpg")
    folder.put("items/a.md", f"---\ntitle: t\n{header}\n---\nb")
    found = folder.only()
    assert found[:2] == ("items/a.md", 3)
    assert said in found[2]


def test_media_at_its_limit_and_with_backslashes(folder: Folder) -> None:
    (folder.path / "items").mkdir()
    sparse(folder, "items/pics/big.jpg", JPEG, 10 * 1024 * 1024)
    folder.put("items/a.md", "---\ntitle: t\npicture: pics\\big.jpg\n---\nb")
    assert folder.items()[0].media[0].path == "items/pics/big.jpg"


def test_an_item_that_is_a_link_out_of_the_folder(folder: Folder) -> None:
    folder.put("../secret.md", GOOD)
    folder.put_both("b")
    (folder.path / "items" / "a.md").symlink_to(folder.path.parent / "secret.md")
    assert "link out of the folder" in folder.only()[2]


def test_notices_do_not_block(folder: Folder) -> None:
    folder.put("items/a.md", "---\ntitle: t\n---\nbody\n\n![x](y.png)")
    folder.put("items/old.docx", b"PK")
    said = {each.place.file: str(each.said) for each in folder.findings(blocks=False)}
    assert "is left out" in said["items/a.md"]
    assert "not used" in said["items/old.docx"]
    assert "no text in the language en" in said["items"]
    assert folder.items()


def test_a_language_that_the_programme_has_not_is_left_out(folder: Folder) -> None:
    folder.put("programme.toml", 'key = "k"')
    folder.put_both("a")
    assert sorted(folder.items()[0].texts) == ["zh"]
    assert "add the language" in folder.only(blocks=False)[2]


def test_questions_come_by_language_from_the_quizzes(folder: Folder) -> None:
    folder.put_both("a")
    folder.put("quizzes/q.zh.gift", "// [id:q1]\n问？{=是 ~否}")
    folder.put("quizzes/q.en.gift", "// [id:q1]\nIs it?{=yes ~no}")
    programme = read_programme(folder.path).programme
    assert programme is not None
    (question,) = programme.questions
    assert {language: text.stem for language, text in question.texts.items()} == {
        "zh": "问？",
        "en": "Is it?",
    }


def test_a_broken_bank_blocks_and_is_named_from_the_folder(folder: Folder) -> None:
    folder.put_both("a")
    folder.put("quizzes/q.gift", "")
    assert folder.only()[0] == "quizzes/q.gift"


def test_all_faults_come_at_once(folder: Folder) -> None:
    folder.put("programme.toml", "key = 1")
    folder.put("items/a.md", "no title")
    folder.put("quizzes/q.gift", "")
    files = {each.place.file for each in folder.findings()}
    assert files == {"programme.toml", "items/a.md", "quizzes/q.gift"}


def test_the_hash_follows_the_content_and_not_the_place(folder: Folder, tmp_path: Path) -> None:
    folder.put("p.jpg", JPEG)
    folder.put_both("a", "picture: p.jpg")

    def hash_of(path: Path) -> str:
        programme = read_programme(path).programme
        assert programme is not None
        return programme.content_hash

    copy = tmp_path / "copy"
    shutil.copytree(folder.path, copy)
    before = hash_of(folder.path)
    assert hash_of(copy) == before == hash_of(folder.path)
    assert read_programme(copy) == read_programme(folder.path)
    folder.put("items/.DS_Store", b"x")
    assert hash_of(folder.path) == before
    for name, content in {
        "p.jpg": JPEG + b"1",
        "items/a.zh.md": GOOD,
        "quizzes/q.gift": "q{T}",
    }.items():
        folder.put(name, content)
        after = hash_of(folder.path)
        assert after != before
        before = after


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"There is no folder .*missing"):
        read_programme(tmp_path / "missing")
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInput, match=r"file is a file, not a folder"):
        read_programme(tmp_path / "file")
