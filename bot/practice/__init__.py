"""The practice server: a strict stand-in for the Telegram Bot API, and the people behind it.

It serves the bot over HTTP as Telegram would, judged by the Bot API's own description
(``bot-api-10.3.json``), and lets a story, a terminal or a page act for the people in its chats.
Start at :mod:`bot.practice.server`.
"""
