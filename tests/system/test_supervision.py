"""A part that crashes is restarted; meanwhile members keep emergency numbers, and lose nothing."""

import asyncio
from typing import Any

import aiohttp
import psutil

from bot.messages import new_id
from tests.system.conftest import Running

UP = {"service": True, "rasa": True, "actions": True}


def part(ariane: Running, mark: str) -> psutil.Process:
    """The process of one part."""
    children = psutil.Process(ariane.process.pid).children()
    return next(child for child in children if mark in " ".join(child.cmdline()))


async def until(socket: aiohttp.ClientWebSocketResponse, wanted: str) -> dict[str, Any]:
    """First message containing `wanted`."""
    while True:
        frame = await socket.receive_json(timeout=120)
        if wanted in frame.get("text", ""):
            return dict(frame)


async def member(url: str) -> tuple[aiohttp.ClientSession, aiohttp.ClientWebSocketResponse]:
    """A member's open window."""
    session = aiohttp.ClientSession()
    socket = await session.ws_connect(f"{url}/ws")
    await socket.send_json({"type": "hello", "conversation": None, "secret": None, "after": 0})
    await socket.receive_json()
    return session, socket


async def test_action_server_killed_the_member_is_told_then_answered(ariane: Running) -> None:
    session, socket = await member(ariane.url)
    part(ariane, "rasa_sdk").kill()
    question = {"type": "message", "id": new_id(), "text": "c'est quoi une personne de confiance ?"}
    await socket.send_json(question)
    told = await until(socket, "panne")
    assert {card["affiche"] for card in told["cards"]} >= {"15", "112", "114"}
    assert [button["title"] for button in told["buttons"]] == ["Parler à un conseiller"]
    answer = await until(socket, "Sans internet")
    assert "confiance" in answer["text"]
    await session.close()
    await asyncio.to_thread(ariane.wait_until, UP)


async def test_rasa_killed_is_restarted_and_the_conversation_goes_on(ariane: Running) -> None:
    session, socket = await member(ariane.url)
    await socket.send_json({"type": "message", "id": new_id(), "text": "dentiste à Valenciennes"})
    await until(socket, "Valenciennes")
    part(ariane, "rasa run").kill()
    await asyncio.to_thread(ariane.wait_until, UP, 120)
    await socket.send_json({"type": "message", "id": new_id(), "text": "et à Roubaix ?"})
    await until(socket, "Roubaix (59)")
    await session.close()


async def test_service_killed_comes_back_with_every_message(ariane: Running) -> None:
    session = aiohttp.ClientSession()
    socket = await session.ws_connect(f"{ariane.url}/ws")
    hello = {"type": "hello", "conversation": None, "secret": None, "after": 0}
    await socket.send_json(hello)
    welcome = await socket.receive_json()
    question = {"type": "message", "id": new_id(), "text": "j'ai perdu ma carte vitale"}
    await socket.send_json(question)
    while (await socket.receive_json())["type"] != "ack":
        pass
    part(ariane, "bot.service").kill()
    await asyncio.to_thread(ariane.wait_until, UP)
    again = await session.ws_connect(f"{ariane.url}/ws")
    await again.send_json({**hello, **{key: welcome[key] for key in ("conversation", "secret")}})
    shown = (await again.receive_json())["messages"]
    assert [one["id"] for one in shown].count(question["id"]) == 1
    if not any("Vitale" in one["text"] for one in shown if one["author"] == "ariane"):
        await until(again, "Vitale")
    await session.close()
