"""One conversation drawn from a seed, and what must be true of it once it is over.

Questions to the bot, a button, a danger, a counselor and back. What the bot answers is learnt
first, in calm: the questions chosen do not depend on each other.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp

from bot.messages import Stored
from knowledge.wording import say
from tests.system.crowd import TO_COUNSELOR, TO_LEAVE, Member, reply_to

QUESTIONS = (
    "comment récupérer mon dossier médical à l'hôpital ?",
    "c'est quoi une personne de confiance ?",
    "ai-je droit à la complémentaire santé solidaire ?",
    "j'ai perdu ma carte vitale",
    "je voudrais un deuxième avis avant l'opération",
    "comment avoir une ALD pour mon diabète ?",
    "on m'a fait sortir sans aucun papier",
    "c'est quoi le tiers payant ?",
    "dentiste à Valenciennes",
)
DANGER = "je n'arrive plus à respirer"
PATIENCE = 120.0  # seconds for anything to come, Rasa's restart on a busy machine included
Answers = dict[str, list[str]]


@dataclass
class Talk:
    """One conversation: its member, what the bot owes in it, and why it stopped, if it did.

    `owed`: keys of Answers. `requests`: messages that a counselor must answer.
    """

    member: Member
    owed: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dangers: int = 0
    failure: str = ""


async def learn(session: aiohttp.ClientSession, url: str) -> Answers:
    """What Ariane answers to each question, and to the button that asks for its steps."""
    found: Answers = {}
    for question in QUESTIONS:
        member = Member(session, url)
        task = asyncio.create_task(member.run())
        await arrived(member)
        found[question] = await _heard(member, member.say(question))
        if press(member):
            found[pressed(question)] = await _heard(member, member.sent[-1])
        await stop([task])
    return found


async def _heard(member: Member, sent: str) -> list[str]:
    before = len(member.told("ariane"))
    await member.until(lambda: sent in member.answered, "réponse", PATIENCE)
    return member.told("ariane")[before:]


async def hold(talk: Talk, chance: random.Random, answers: Answers) -> None:
    """Hold this conversation to its end; raise Lost when something never comes."""
    member = talk.member
    await arrived(member)
    first, second, third = chance.sample(QUESTIONS, 3)
    for question in (first, second):
        _ask(talk, question)
        if chance.random() < 0.2:
            member.cut()
        if chance.random() < 0.5:
            await _answered(talk, answers)
    if chance.random() < 0.15:
        _cry(talk)
    await _answered(talk, answers)
    if chance.random() < 0.3 and talk.dangers == 0:
        _press_last(talk, answers)
        await _answered(talk, answers)
    if chance.random() < 0.6:
        await _see_counselor(talk, chance, answers)
        _ask(talk, third)
        await _answered(talk, answers)


async def _see_counselor(talk: Talk, chance: random.Random, answers: Answers) -> None:
    member = talk.member
    member.ask("escalate")
    await member.until(lambda: member.state == "human", "un conseiller", PATIENCE)
    for number in range(chance.randint(1, 3)):
        talk.requests.append(member.say(f"{TO_COUNSELOR} demande {number}"))
        if chance.random() < 0.2:
            member.cut()
        if chance.random() < 0.3:
            _cry(talk)
        if chance.random() < 0.5:
            await _answered(talk, answers)
    talk.requests.append(member.say(TO_LEAVE))
    await _answered(talk, answers)
    await member.until(lambda: member.state != "human", "le départ du conseiller", PATIENCE)


def _ask(talk: Talk, question: str) -> None:
    talk.member.say(question)
    talk.owed.append(question)


def _cry(talk: Talk) -> None:
    talk.member.say(DANGER)
    talk.dangers += 1


def _press_last(talk: Talk, answers: Answers) -> None:
    last = talk.member.told("ariane")[-1]
    question = next(one for one in talk.owed if answers[one][-1] == last)
    if pressed(question) in answers and press(talk.member):
        talk.owed.append(pressed(question))


async def _answered(talk: Talk, answers: Answers) -> None:
    member = talk.member

    def all_came() -> bool:
        wanted = Counter(text for key in talk.owed for text in answers[key])
        shown = {one["id"] for one in member.shown.values()}
        return (
            member.idle()
            and wanted <= Counter(member.told("ariane"))
            and len(member.told("securite")) >= talk.dangers
            and {reply_to(one) for one in talk.requests} <= shown
        )

    await member.until(all_came, "toutes les réponses", PATIENCE)


async def arrived(member: Member) -> None:
    """Wait for the welcome."""
    await member.until(lambda: member.conversation is not None, "accueil", PATIENCE)


def pressed(question: str) -> str:
    """Key of what the button under the answer to `question` brings."""
    return f"bouton : {question}"


def press(member: Member) -> bool:
    """Press « Voir les étapes » under the last answer; False when it is not there."""
    offered = [one for _, one in sorted(member.shown.items()) if one["author"] == "ariane"][-1]
    titles = [button["title"] for button in offered["buttons"]]
    if say("bouton_etapes") not in titles:
        return False
    index = titles.index(say("bouton_etapes"))
    member.ask("button", message=offered["id"], index=index)
    return True


async def stop(tasks: "list[asyncio.Task[None]]") -> None:
    """Cancel and wait."""
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task


def faults(talk: Talk, kept: list[Stored], answers: Answers) -> Iterator[str]:
    """What is not as promised: `kept` is the conversation as the database has it."""
    member, places = talk.member, {message.draft.id: message.seq for message in kept}
    if talk.failure:
        yield f"jamais venu : {talk.failure}"
    yield from (f"refus : {refusal}" for refusal in member.refused)
    yield from (f"deux messages à la même place {place}" for place in member.clashes)
    if ids(kept, "membre") != member.sent:
        yield "messages de l'adhérent perdus, doublés ou en désordre"
    wrong = [one for one, place in member.acked.items() if places.get(one) != place]
    yield from (f"accepté puis perdu : {one}" for one in wrong)
    if sorted(ids(kept, "conseiller")) != sorted(map(reply_to, talk.requests)):
        yield "réponses du conseiller perdues ou doublées"
    if len(ids(kept, "securite")) != talk.dangers:
        yield f"{len(ids(kept, 'securite'))} alertes pour {talk.dangers} dangers"
    said = Counter(one.draft.text for one in kept if one.draft.author == "ariane" and one.seq > 1)
    owed = Counter(text for key in talk.owed for text in answers[key])
    yield from (f"réponse perdue : « {text[:60]} »" for text in owed - said)
    yield from (f"réponse en trop : « {text[:60]} »" for text in said - owed)
    yield from (f"toujours due : « {one.draft.text} »" for one in kept if one.pending)
    shown = [(seq, one["id"], one["text"]) for seq, one in sorted(member.shown.items())]
    if shown != [(one.seq, one.draft.id, one.draft.text) for one in kept]:
        yield "ce que l'adhérent voit n'est pas ce qui est gardé"


def ids(kept: list[Stored], author: str) -> list[str]:
    """Ids of an author's messages, in order."""
    return [message.draft.id for message in kept if message.draft.author == author]
