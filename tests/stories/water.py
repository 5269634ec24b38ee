"""A programme of three days in both languages, for stories that read what is said at noon."""

from pathlib import Path


def water_programme(folder: Path) -> Path:
    """Three days in both languages; the second day's question has two right options."""
    for name in ("items", "quizzes"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "programme.toml").write_text('key = "water"\nlanguages = ["zh", "en"]\n', "utf-8")
    for number in (1, 2, 3):
        for language, title in (("zh", "水"), ("en", "Water")):
            text = f"---\ntitle: {title} {number}\n---\n{title}.\n"
            (folder / "items" / f"{number:02}.{language}.md").write_text(text, "utf-8")
    one = {
        "zh": "水往哪里流？ {=低处 ~高处 ~不流####水往低处流。}",
        "en": "Where does water run? {=down ~up ~nowhere####Water runs down.}",
    }
    several = {
        "zh": "哪些是水？ {~%50%冰 ~%50%汽 ~%-100%火}",
        "en": "What is water? {~%50%ice ~%50%steam ~%-100%fire}",
    }
    for language in ("zh", "en"):
        questions = "\n\n".join(
            f"// [id:q{number}] [tag:{number:02}]\n{text[language]}"
            for number, text in enumerate((one, several, one), 1)
        )
        (folder / "quizzes" / f"water.{language}.gift").write_text(questions + "\n", "utf-8")
    return folder
