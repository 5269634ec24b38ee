"""What each setting is for, and what to do when it can't be used."""

from collections.abc import Mapping

from msgspec import Struct

from programme.toml_lines import line_of_error
from storage.values.messages import Finding, Message, Place, message


class SettingWords(Struct, frozen=True):
    """``about`` stands in the settings' page, ``fault`` is said when the value can't be used."""

    about: Message
    fault: Message


SETTING_WORDS: Mapping[str, SettingWords] = {
    "token": SettingWords(
        message(
            "The bot's token, as BotFather gave it. Keep it secret. Without one, sanxue run starts "
            "the practice chat."
        ),
        message(
            "This doesn't look like a bot's token. Copy the whole of it from BotFather: digits, a "
            "colon, then letters and digits."
        ),
    ),
    "api_url": SettingWords(
        message(
            "The Bot API server, up to where the token follows. Name your own server here if you "
            "have one."
        ),
        message(
            "This address can't be used. Write it up to where the token follows, such as "
            "http://localhost:8081/bot."
        ),
    ),
    "file_url": SettingWords(
        message("Where the Bot API server gives out files; made from SANXUE_API_URL if not given."),
        message(
            "This address can't be used. Write it up to where the token follows, such as "
            "http://localhost:8081/file/bot, or leave it out."
        ),
    ),
    "database": SettingWords(
        message(
            "Where everything is kept: sqlite:///FILE, or postgresql://USER:PASSWORD@HOST/NAME."
        ),
        message(
            "The database address can't be read. Write sqlite:///FILE or "
            "postgresql://USER:PASSWORD@HOST/NAME."
        ),
    ),
    "programme": SettingWords(
        message(
            "The folder of the programme that an empty database begins with. Without it, the one "
            "that Sanxue brings along."
        ),
        message("This must be the path of a folder that holds a programme.toml."),
    ),
    "owner": SettingWords(
        message("The Telegram user id (a number) of whoever oversees everything."),
        message(
            "This must be a Telegram user id: a number, not a name. Bots such as @userinfobot "
            "tell you yours."
        ),
    ),
    "time_zone": SettingWords(
        message("The time zone of units that name none, and have none above them that does."),
        message("There is no such time zone. Write one like Asia/Shanghai or Europe/Berlin."),
    ),
    "language": SettingWords(
        message(
            "The language of units that name none, and of this program: zh or en. If not given, "
            "this program speaks the language of your terminal (LANG), where it knows it."
        ),
        message("Sanxue speaks Chinese and English. Write zh or en."),
    ),
    "log": SettingWords(
        message("How much is logged: debug, info, warning or error."),
        message("There is no such level. Write debug, info, warning or error."),
    ),
    "log_format": SettingWords(
        message("How a line of the log is written: text for people, json for programs."),
        message("There is no such way of writing the log. Write text or json."),
    ),
    "rate": SettingWords(
        message(
            "The messages a second that Telegram lets this bot send. More than 30 only with paid "
            "broadcasts."
        ),
        message("This must be a number above 0 and up to 1000. Leave it out if you are not sure."),
    ),
    "listen": SettingWords(
        message(
            "HOST:PORT where the bot's web server listens, such as 127.0.0.1:8080: /healthz, "
            "/readyz, /metrics, and the webhook if one is set. Without it there is no web server."
        ),
        message(
            "This can't be listened on. Write a host and a port, such as 127.0.0.1:8080, or "
            "0.0.0.0:8080 in a container."
        ),
    ),
    "public_url": SettingWords(
        message(
            "The address by which the outside reaches the web server, such as "
            "https://bot.example.org. With it and SANXUE_LISTEN, calendars can be fetched by links."
        ),
        message(
            "This can't be used as an address. Write it with https:// and without a question "
            "mark, such as https://bot.example.org."
        ),
    ),
    "webhook_url": SettingWords(
        message(
            "Where Telegram is to bring updates: a whole address, or only its path below "
            "SANXUE_PUBLIC_URL, such as /telegram. Needs SANXUE_LISTEN. Without it the bot fetches "
            "updates by itself, and needs no address."
        ),
        message(
            "Telegram can't bring updates here. Write a whole https address with a path (port 443, "
            "80, 88 or 8443), or with SANXUE_PUBLIC_URL only the path, such as /telegram; and set "
            "SANXUE_LISTEN."
        ),
    ),
    "webhook_secret": SettingWords(
        message(
            "The secret by which Telegram is known at the webhook. Without it, one is made from "
            "the token."
        ),
        message(
            "This can't be the webhook's secret. Write up to 256 letters (A-Z, a-z), digits, _ or "
            "-, or leave it out."
        ),
    ),
    "clock": SettingWords(
        message(
            "For practice and tests only: REAL,MOMENT,SPEED. When the machine's clock shows REAL "
            "(seconds since 1970), it is MOMENT, and time runs SPEED times as fast."
        ),
        message(
            "This can't be read as a clock. Leave it out, or write it like "
            "1779231600,2026-05-20T07:00:00+08:00,60."
        ),
    ),
}


def unknown_setting(place: Place, name: str) -> Finding:
    """The finding that there is no setting of that name."""
    said = message(
        "There is no setting {name}. Mend its spelling or take it out; docs/settings.md lists all.",
        name=name,
    )
    return Finding(place, said)


def toml_fault(file: str, error: Exception) -> Finding:
    """The finding that the settings' file can't be read."""
    if isinstance(error, OSError):
        return Finding(
            Place(file), message("This file can't be opened. Look at the rights of the file.")
        )
    if isinstance(error, UnicodeDecodeError):
        return Finding(Place(file), message("This file isn't UTF-8 text. Save it as UTF-8."))
    said = message(
        "This line isn't valid TOML. Please check quotes, brackets and the = sign on it and on "
        "the line above."
    )
    return Finding(Place(file, line_of_error(str(error), "")), said)
