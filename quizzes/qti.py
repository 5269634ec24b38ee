"""QTI: choice items of version 1.2 (``questestinterop``) and of 2.x and 3.0 (``assessmentItem``),
one a file or many in a package. Other interactions are named and left out.

Version 3.0 writes ``qti-simple-choice`` for ``simpleChoice``: names are compared without the
prefix and the dashes.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from quizzes.archives import BROKEN_ZIP, MOST_UNPACKED_BYTES
from quizzes.building import Choice, Made, Maker, decimal_in
from quizzes.markup import from_html, from_nodes, has_picture, shows_picture
from quizzes.merging import merge_readings
from quizzes.readings import (
    Reading,
    Sourced,
    left_out_essay,
    left_out_other,
    notice,
    picture_missing,
)
from quizzes.xml_tree import Node, parse_xml, root_name
from storage.values.messages import BadInput, Finding, Place, message

_ITEMS = ("item", "assessmentitem")
ROOTS = frozenset({"questestinterop", "assessmentitem", "qti-assessment-item"})
_INSIDE_CHOICE = frozenset({"feedbackinline"})
_AROUND_CHOICE = frozenset(
    {"choiceinteraction", "feedbackblock", "feedbackinline", "modalfeedback", "rubricblock"}
)
_MOST_FILES = 20_000


def read_qti(data: bytes, file: str, language: str) -> Reading:
    """The choice items of one file. Raises :class:`BadInput` if it is no XML."""
    root = _plain_names(parse_xml(data))
    items = [root] if root.name in _ITEMS else list(root.all(*_ITEMS))
    sourced: list[Sourced] = []
    findings: list[Finding] = []
    for item in items:
        place = Place(file, item.line)
        read = _old if item.name == "item" else _new
        for made in read(item, Maker(place, language, "")):
            if isinstance(made, Finding):
                findings.append(made)
            else:
                sourced.append(made)
    return Reading(tuple(sourced), tuple(findings))


def is_package(names: Sequence[str]) -> bool:
    """Whether a zip archive of these files may be a package of items."""
    folded = [name.casefold() for name in names]
    return any(name.endswith("imsmanifest.xml") for name in folded)


def read_package(data: bytes, file: str, language: str) -> Reading:
    """The choice items of all files of a package."""
    readings = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [each for each in archive.infolist() if each.filename.endswith(".xml")]
            total = sum(each.file_size for each in entries)
            if total > MOST_UNPACKED_BYTES or len(entries) > _MOST_FILES:
                raise BadInput(message("The package is too large to unpack. Split it."))
            for entry in entries:
                content = archive.read(entry)
                if root_name(content) in ROOTS:
                    readings.append(_read_one(content, f"{file}/{entry.filename}", language))
    except BROKEN_ZIP as error:
        raise BadInput(message("The package is damaged. Export it anew.")) from error
    return merge_readings(readings)


def _read_one(content: bytes, name: str, language: str) -> Reading:
    try:
        return read_qti(content, name, language)
    except BadInput as error:
        return Reading(findings=(Finding(Place(name), error.said),))


def _plain_names(node: Node) -> Node:
    node.name = node.name.removeprefix("qti-").replace("-", "")
    node.attributes = {key.replace("-", ""): value for key, value in node.attributes.items()}
    for each in node.children:
        _plain_names(each)
    return node


def _new(item: Node, maker: Maker) -> Iterator[Made]:
    """An item of version 2 or 3."""
    body = item.child("itembody")
    interactions = [n for n in _every(body) if n.name.endswith("interaction")] if body else []
    if body is None or len(interactions) != 1 or interactions[0].name != "choiceinteraction":
        kinds = sorted({n.name.removesuffix("interaction") for n in interactions}) or ["?"]
        is_essay = kinds == ["extendedtext"]
        yield notice(
            maker.place, left_out_essay() if is_essay else left_out_other(", ".join(kinds))
        )
        return
    asked = interactions[0]
    before = from_nodes(body, without=_AROUND_CHOICE)
    prompt = asked.child("prompt")
    stem = "\n".join(part for part in (before, from_nodes(prompt) if prompt else "") if part)
    explained = "\n".join(from_nodes(each) for each in item.all("modalfeedback"))
    declared = [
        each
        for each in item.children
        if each.name == "responsedeclaration"
        and each.get("identifier") == asked.get("responseidentifier")
    ]
    several = bool(declared) and declared[0].get("cardinality") != "single"
    yield replace(maker, stem=stem, explanation=explained).choice(
        _new_choices(asked, declared), several=several or None
    )
    if shows_picture(body):
        yield notice(maker.place, picture_missing())


def _new_choices(asked: Node, declared: list[Node]) -> list[Choice]:
    right: set[str] = set()
    worth: dict[str, float] = {}
    for each in declared:
        answer, mapping = each.child("correctresponse"), each.child("mapping")
        right |= {value.text for value in answer.children} if answer else set()
        worth |= _mapped(mapping) if mapping else {}
    choices = list(asked.all("simplechoice"))
    if not right:
        right = {identifier for identifier, mapped in worth.items() if mapped > 0}
    # What the right ones are worth together is a whole.
    whole = sum(worth.get(each, 0) for each in right)
    default = worth.get("", 0.0)
    return [
        Choice(
            from_nodes(each, without=_INSIDE_CHOICE),
            each.get("identifier") in right,
            worth.get(each.get("identifier"), default) / whole if whole > 0 else None,
            "\n".join(from_nodes(said) for said in each.all("feedbackinline")),
        )
        for each in choices
    ]


def _mapped(mapping: Node) -> dict[str, float]:
    """What each identifier is worth; under the empty one, what all others are."""
    entries = [each for each in mapping.children if each.name == "mapentry"]
    found = {each.get("mapkey"): _number(each.get("mappedvalue")) for each in entries}
    return {"": _number(mapping.get("defaultvalue")), **found}


def _old(item: Node, maker: Maker) -> Iterator[Made]:
    """An item of version 1.2."""
    responses = list(item.all("response_lid", "response_str", "response_num", "response_xy"))
    presentation = item.child("presentation")
    choices = [each for each in responses if each.child("render_choice")]
    if presentation is None or len(responses) != 1 or not choices:
        written = any(each.name == "response_str" for each in responses) and not _accepts(item)
        kind = _old_kind(item) or ", ".join(sorted({each.name for each in responses})) or "?"
        yield notice(maker.place, left_out_essay() if written else left_out_other(kind))
        return
    asked = choices[0]
    stem = "\n".join(_mattexts(presentation, beside=asked))
    feedback = {each.get("ident"): each for each in item.all("itemfeedback")}
    general = feedback.get("general_fb")
    explained = "\n".join(_mattexts(general)) if general else ""
    several = asked.get("rcardinality").lower() == "multiple"
    yield replace(maker, stem=stem, explanation=explained).choice(
        _old_choices(item, asked, feedback, several=several), several=several or None
    )
    if any(has_picture(each.text) for each in presentation.all("mattext")):
        yield notice(maker.place, picture_missing())


def _old_choices(
    item: Node, asked: Node, feedback: dict[str, Node], *, several: bool
) -> list[Choice]:
    worth: dict[str, float] = {}
    together: set[str] = set()
    said: dict[str, str] = {}
    for condition in item.all("respcondition"):
        points = sum(_number(each.text) for each in condition.all("setvar"))
        chosen = _chosen(condition)
        for identifier in chosen:
            worth[identifier] = worth.get(identifier, 0) + points
            linked = next(condition.all("displayfeedback"), None)
            if linked and len(chosen) == 1:
                node = feedback.get(linked.get("linkrefid"))
                said[identifier] = "\n".join(_mattexts(node)) if node else ""
        if len(chosen) > 1 and points > 0:
            together |= set(chosen)
    best = max(worth.values(), default=0)
    right = together or {
        each for each, points in worth.items() if points > 0 and (several or points == best)
    }
    whole = sum(worth[each] for each in right) if several else best
    labels = list(asked.all("response_label"))
    return [
        Choice(
            "\n".join(_mattexts(each)),
            each.get("ident") in right,
            None if together or whole <= 0 else worth.get(each.get("ident"), 0) / whole,
            said.get(each.get("ident"), ""),
        )
        for each in labels
    ]


def _chosen(condition: Node) -> list[str]:
    """The options that a condition wants chosen; what it wants left is not among them."""
    variables = condition.child("conditionvar")
    return [each.text for each in _but_for_not(variables)] if variables else []


def _but_for_not(node: Node) -> Iterator[Node]:
    for each in node.children:
        if each.name == "varequal":
            yield each
        elif each.name != "not":
            yield from _but_for_not(each)


def _accepts(item: Node) -> bool:
    """Whether something typed is compared with an answer."""
    return any(True for _ in item.all("varequal"))


def _old_kind(item: Node) -> str:
    for each in item.all("qtimetadatafield"):
        if each.inner("fieldlabel") == "question_type":
            return each.inner("fieldentry")
    return ""


def _mattexts(node: Node, beside: Node | None = None) -> list[str]:
    """The texts inside a node, without those of what is answered."""
    found: list[str] = []
    for each in node.children:
        if each is beside:
            continue
        if each.name == "mattext":
            found.append(from_html(each.text))
        else:
            found.extend(_mattexts(each, beside))
    return [text for text in found if text]


def _every(node: Node) -> Iterator[Node]:
    for each in node.children:
        yield each
        yield from _every(each)


def _number(text: str) -> float:
    return float(decimal_in(text) or 0)
