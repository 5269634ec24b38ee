"""A branch's weekly sheet for the wall: as the template of the PDF takes it, and as HTML."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from babel.dates import format_skeleton

from programme.week_sheet import DayKind, SheetDay, SheetQuestion, WeekSheet
from reports.days import LOCALES, shown_day
from reports.lists import listed
from reports.wording import Words

_STYLE = """
@page { size: A4 portrait; margin: 13mm 14mm; }
* { box-sizing: border-box; }
body { font: 13.5pt/1.4 "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei",
  sans-serif; color: #000; margin: 0 auto; max-width: 182mm; padding: 4mm 0; }
h1 { font-size: 26pt; line-height: 1.2; margin: 0; }
.week { font-size: 15pt; color: #555; margin: 1mm 0 3mm; }
table { width: 100%; table-layout: fixed; border-collapse: collapse;
  border-top: 1mm solid #b3261e; }
tr { break-inside: avoid; border-bottom: .3mm solid #999; }
td { vertical-align: top; padding: 2.5mm 2mm; height: 29mm; }
tr.off td { height: 12mm; color: #555; }
.day { width: 30mm; padding-left: 0; }
.day b { display: block; font-size: 17pt; }
.day span { color: #555; }
.study { font-size: 17pt; font-weight: bold; line-height: 1.3; text-wrap: pretty; }
.tag { color: #b3261e; font-size: 12pt; font-weight: bold; margin-right: 1.5mm; }
.question { margin-top: 1.5mm; text-wrap: pretty; }
.totals { color: #555; font-size: 12pt; margin-top: 1.5mm; }
.write { width: 52mm; border-left: .3mm solid #999; }
.write .tag { display: block; }
.rule { border-bottom: .2mm solid #bbb; height: 8.5mm; }
footer { margin-top: 3mm; }
@media print { body { padding: 0; max-width: none; } }
"""
_RULES = 2


def sheet_data(words: Words, sheet: WeekSheet) -> Mapping[str, Any]:
    """The sheet as the template ``sheet`` takes it: every word that stands on it."""
    first, last = sheet.days[0].day, sheet.days[-1].day
    week = words("{first} to {last}", first=shown_day(words, first), last=shown_day(words, last))
    return {
        "language": words.language,
        "branch": sheet.branch.name,
        "week": " · ".join(each for each in (sheet.programme, week) if each),
        "read": words("Read"),
        "answer": words("Answer"),
        "write": words("Write"),
        "days": [_day(words, each) for each in sheet.days],
        "footer": _footer(words, sheet.secretaries),
    }


def sheet_html(words: Words, sheet: WeekSheet) -> str:
    """The sheet as one file of HTML that needs no other, to be printed by any browser."""
    data = sheet_data(words, sheet)
    rows = "\n".join(_row(data, each) for each in data["days"])
    branch = escape(data["branch"])
    return (
        f'<!doctype html>\n<html lang="{data["language"]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{branch}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{branch}</h1>\n"
        f'<p class="week">{escape(data["week"])}</p>\n<table>\n{rows}\n</table>\n'
        f"<footer>{escape(data['footer'])}</footer>\n</body>\n</html>\n"
    )


def _day(words: Words, each: SheetDay) -> Mapping[str, Any]:
    names = {DayKind.REST: words("Day off"), DayKind.NOTHING: words("Nothing planned")}
    return {
        "weekday": str(format_skeleton("EEEE", each.day, locale=LOCALES[words.language])),
        "date": shown_day(words, each.day),
        "off": names.get(each.kind, ""),
        "titles": list(each.titles),
        "questions": [_question(words, asked) for asked in each.questions],
        "totals": _totals(words, each),
    }


def _question(words: Words, asked: SheetQuestion) -> str:
    """A question as it stands on the wall: nobody must take a wrong statement for a lesson."""
    return (
        words("{statement} True or false?", statement=asked.stem) if asked.statement else asked.stem
    )


def _totals(words: Words, each: SheetDay) -> str:
    """How many did what; of what nobody did the wall says nothing."""
    if each.totals is None:
        return ""
    done = (
        (each.totals.read, words("{count} read", count=each.totals.read)),
        (each.totals.answered, words("{count} answered", count=each.totals.answered)),
        (each.totals.noted, words("{count} wrote", count=each.totals.noted)),
    )
    return listed(words, [said for count, said in done if count])


def _footer(words: Words, secretaries: Sequence[str]) -> str:
    if not secretaries:
        return words("No phone needed: tell your secretary what you have read or written.")
    return words(
        "No phone needed: tell {names} what you have read or written, and it is noted for you.",
        names=listed(words, secretaries),
    )


def _row(data: Mapping[str, Any], each: Mapping[str, Any]) -> str:
    day = (
        f'<td class="day"><b>{escape(each["weekday"])}</b><span>{escape(each["date"])}</span></td>'
    )
    if each["off"]:
        return f'<tr class="off">{day}<td colspan="2">{escape(each["off"])}</td></tr>'
    parts = [_tagged("study", data["read"], title) for title in each["titles"]]
    parts += [_tagged("question", data["answer"], asked) for asked in each["questions"]]
    if each["totals"]:
        parts.append(f'<div class="totals">{escape(each["totals"])}</div>')
    rules = '<div class="rule"></div>' * _RULES
    write = f'<td class="write"><span class="tag">{escape(data["write"])}</span>{rules}</td>'
    return f"<tr>{day}<td>{''.join(parts)}</td>{write}</tr>"


def _tagged(kind: str, tag: str, text: str) -> str:
    return f'<div class="{kind}"><span class="tag">{escape(tag)}</span>{escape(text)}</div>'
