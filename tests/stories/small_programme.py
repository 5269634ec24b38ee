"""Programmes of a few days, for stories that live through a whole one."""

from pathlib import Path

TITLES = ("一", "二", "三", "四", "五", "六", "七")


def small_programme(
    folder: Path,
    items: int = 7,
    *,
    key: str = "small",
    more: str = "",
    mark: str = "第",
    finished: str = "repeat",
) -> Path:
    """Write a Chinese programme with an item and a question a day.

    ``more`` goes into ``programme.toml``; ``mark`` stands at the beginning of every title.
    """
    for name in ("items", "quizzes"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "programme.toml").write_text(
        f'key = "{key}"\nlanguages = ["zh"]\nwhen_finished = "{finished}"\n{more}\n', "utf-8"
    )
    for number, title in enumerate(TITLES[:items], 1):
        text = f"---\ntitle: {mark}{title}课\n---\n今天讲{title}。\n"
        (folder / "items" / f"{number:02}.md").write_text(text, "utf-8")
    questions = "\n\n".join(
        f"// [id:q{number}] [tag:{number:02}]\n"
        f"{mark}{title}题 {{=对的 ~错的 ~都不是####道理{title}}}"
        for number, title in enumerate(TITLES[:items], 1)
    )
    (folder / "quizzes" / "questions.gift").write_text(questions + "\n", "utf-8")
    return folder
