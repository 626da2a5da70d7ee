"""`ariane ask`: a member's conversation from the terminal, through the same door as the browser."""

import asyncio
import json
from typing import Any

import aiohttp
import typer

from bot.cli.console import fail, out
from bot.messages import new_id
from bot.plain_cards import card_text

ANSWER_WITHIN = 60.0


def ask(
    questions: list[str] = typer.Argument(help="une ou plusieurs questions, dans l'ordre"),
    as_json: bool = typer.Option(False, "--json", help="une ligne JSON par réponse"),
    url: str = typer.Option("", help="adresse du service ; défaut : celle des réglages"),
) -> None:
    """Pose des questions à Ariane, dans une même conversation, et affiche ses réponses.

    Exemple : ariane ask "dentiste à Valenciennes" "et à Roubaix ?"
    """
    from knowledge.settings import settings

    base = (url or settings().base_url()).rstrip("/")
    try:
        asyncio.run(_converse(base, questions, as_json))
    except (aiohttp.ClientError, OSError):
        fail(f"Ariane ne répond pas à {base}. Lancez « make run », ou donnez --url.")
    except TimeoutError:
        fail(f"Ariane n'a pas répondu en {ANSWER_WITHIN:.0f} s. Lisez var/journaux/.")


async def _converse(base: str, questions: list[str], as_json: bool) -> None:
    address = base.replace("http", "ws", 1) + "/ws"
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as socket:
        await socket.send_json({"type": "hello", "conversation": None, "secret": None, "after": 0})
        await socket.receive_json(timeout=ANSWER_WITHIN)
        for place, question in enumerate(questions):
            if not as_json:
                out.print(f"\n> {question}", style="bold", markup=False)
            for frame in await _answers(socket, question):
                _show({**frame, "question": place}, as_json)


async def _answers(socket: aiohttp.ClientWebSocketResponse, question: str) -> list[dict[str, Any]]:
    """Frames shown to the member until the service says the question is dealt with."""
    identifier, frames = new_id(), []
    await socket.send_json({"type": "message", "id": identifier, "text": question})
    while True:
        frame = await socket.receive_json(timeout=ANSWER_WITHIN)
        if frame["type"] == "error" and frame.get("retry_after"):
            await asyncio.sleep(frame["retry_after"])
            await socket.send_json({"type": "message", "id": identifier, "text": question})
        elif frame["type"] == "error":
            refusal = {"author": "service", "text": frame["text"], "cards": [], "buttons": []}
            return [{"type": "message", **refusal}]
        if frame["type"] == "message" and frame["author"] != "membre":
            frames.append(frame)
        if frame["type"] == "answered" and frame["id"] == identifier:
            return frames


def _show(frame: dict[str, Any], as_json: bool) -> None:
    if as_json:
        out.print(json.dumps(frame, ensure_ascii=False), markup=False)
        return
    if frame["text"]:
        out.print(frame["text"], markup=False)
    for text in filter(None, map(card_text, frame["cards"])):
        out.print(text, markup=False)
    titles = [button["title"] for button in frame["buttons"]]
    if titles:
        out.print("  " + "  ".join(f"[{title}]" for title in titles), markup=False)
