"""The table of handlers, in the order in which they are tried."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler

from handlers.turn import Turn

HandlerOf = Callable[[Update, Any], Awaitable[None]]
Adapter = Callable[[Callable[[Turn], Awaitable[None]]], HandlerOf]
Maker = Callable[[Adapter], BaseHandler[Update, Any, Any]]

HANDLERS: tuple[Maker, ...] = ()
