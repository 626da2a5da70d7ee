"""Typed keys of the parts shared by the routes of the application."""

from aiohttp import web

from bot.hub import Hub
from bot.rasa_client import RasaClient
from bot.relay import Relay
from bot.store import Store
from knowledge.settings import Settings

SETTINGS = web.AppKey("settings", Settings)
STORE = web.AppKey("store", Store)
RASA = web.AppKey("rasa", RasaClient)
HUB = web.AppKey("hub", Hub)
RELAY = web.AppKey("relay", Relay)
