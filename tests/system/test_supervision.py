"""A part that crashes is restarted; meanwhile members keep emergency numbers, and lose nothing."""

import asyncio
from typing import Any

import aiohttp

from bot.messages import new_id
from tests.system.stack import UP, Running


async def until(socket: aiohttp.ClientWebSocketResponse, wanted: str) -> dict[str, Any]:
    """First answer containing `wanted`; fail when none came in two minutes."""
    async with asyncio.timeout(120):
        while True:
            frame = await socket.receive_json()
            if frame.get("author") != "membre" and wanted in frame.get("text", ""):
                return dict(frame)


HELLO: dict[str, Any] = {"type": "hello", "conversation": None, "secret": None, "after": 0}


async def open_window(
    session: aiohttp.ClientSession, url: str, known: dict[str, Any] | None = None
) -> tuple[aiohttp.ClientWebSocketResponse, dict[str, Any]]:
    """A member's window, on a new conversation or on the one of the welcome `known`."""
    socket = await session.ws_connect(f"{url}/ws")
    same = {key: known[key] for key in ("conversation", "secret")} if known else {}
    await socket.send_json({**HELLO, **same})
    return socket, await socket.receive_json()


def message(text: str) -> dict[str, Any]:
    """A member's message as a frame."""
    return {"type": "message", "id": new_id(), "text": text}


async def test_action_server_killed_the_member_is_told_then_answered(ariane: Running) -> None:
    async with aiohttp.ClientSession() as session:
        socket, _ = await open_window(session, ariane.url)
        ariane.kill("actions")
        await socket.send_json(message("c'est quoi une personne de confiance ?"))
        told = await until(socket, "panne")
        assert {card["affiche"] for card in told["cards"]} >= {"15", "112", "114"}
        assert [button["title"] for button in told["buttons"]] == ["Parler à un conseiller"]
        answer = await until(socket, "Sans internet")
        assert "confiance" in answer["text"]
    await asyncio.to_thread(ariane.wait_until, UP)


async def test_rasa_killed_is_restarted_and_the_conversation_goes_on(ariane: Running) -> None:
    async with aiohttp.ClientSession() as session:
        socket, welcome = await open_window(session, ariane.url)
        await socket.send_json(message("dentiste à Valenciennes"))
        await until(socket, "Valenciennes")
        ariane.kill("rasa")
        await socket.close()
        await asyncio.to_thread(ariane.wait_until, UP, 120)
        again, _ = await open_window(session, ariane.url, welcome)
        await again.send_json(message("et à Roubaix ?"))
        await until(again, "Roubaix (59)")


async def test_service_killed_comes_back_with_every_message(ariane: Running) -> None:
    async with aiohttp.ClientSession() as session:
        socket, welcome = await open_window(session, ariane.url)
        question = message("j'ai perdu ma carte vitale")
        await socket.send_json(question)
        while (await socket.receive_json())["type"] != "ack":
            pass
        ariane.kill("service")
        await asyncio.to_thread(ariane.wait_until, UP)
        again, resumed = await open_window(session, ariane.url, welcome)
        shown = resumed["messages"]
        assert [one["id"] for one in shown].count(question["id"]) == 1
        if not any("Vitale" in one["text"] for one in shown if one["author"] == "ariane"):
            await until(again, "Vitale")
