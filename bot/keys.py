"""Typed keys of the parts shared by the routes of the application."""

from aiohttp import web

from bot.desk.accounts import Accounts
from bot.desk.board import Board
from bot.hub import Hub
from bot.rasa_client import RasaClient
from bot.relay import Relay
from bot.served import Served
from bot.store import Store
from knowledge.settings import Settings

SETTINGS = web.AppKey("settings", Settings)
SERVED = web.AppKey[Served | None]("served")
STORE = web.AppKey("store", Store)
RASA = web.AppKey("rasa", RasaClient)
HUB = web.AppKey("hub", Hub)
RELAY = web.AppKey("relay", Relay)
ACCOUNTS = web.AppKey("accounts", Accounts)
BOARD = web.AppKey("board", Board)
