"""Typed keys of the parts shared by the routes of the application."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.desk.accounts import Accounts
from bot.desk.audit import AuditTrail
from bot.desk.board import Board
from bot.desk.door import Door
from bot.desk.glass import Glasses
from bot.desk.sessions import Sessions
from bot.hub import Hub
from bot.rasa_client import RasaClient
from bot.relay import Relay
from bot.served import Served
from bot.store import Store
from knowledge.settings import Settings

SETTINGS = web.AppKey("settings", Settings)
SERVED = web.AppKey[Served | None]("served")
CLOCK = web.AppKey[Callable[[], datetime]]("clock")
STORE = web.AppKey("store", Store)
RASA = web.AppKey("rasa", RasaClient)
HUB = web.AppKey("hub", Hub)
RELAY = web.AppKey("relay", Relay)
ACCOUNTS = web.AppKey("accounts", Accounts)
SESSIONS = web.AppKey("sessions", Sessions)
DOOR = web.AppKey("door", Door)
AUDIT = web.AppKey("audit", AuditTrail)
BOARD = web.AppKey("board", Board)
GLASSES = web.AppKey("glasses", Glasses)
