"""When an answer is due by law, and the calendar file (.ics) that reminds of it.

A calendar is seen by others: the title of a reminder never tells the subject.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

import icalendar
from dateutil.relativedelta import relativedelta

from knowledge.letters.models import Letter

PRODUCT = "-//Ariane//Rappels//FR"
EVE_AT_NINE = timedelta(hours=-15)  # an all-day event starts at midnight


@dataclass(frozen=True)
class Event:
    """A day to remember. `titre`: neutral; `texte`: what to do; `uid`: the same when sent again."""

    day: date
    titre: str
    texte: str
    uid: str


def deadline(letter: Letter, sent_on: date) -> date | None:
    """Last day for the answer to a letter received on `sent_on`; None when no law sets one.

    31 January plus one month is the last day of February.
    """
    if letter.delai is None:
        return None
    count = letter.delai.nombre
    days = letter.delai.unite == "jour"
    return sent_on + (relativedelta(days=count) if days else relativedelta(months=count))


def reminder(letter: Letter, sent_on: date) -> Event | None:
    """What to do when the legal time is over; None when no law sets one."""
    day = deadline(letter, sent_on)
    if day is None or letter.delai is None:
        return None
    # Hashed: an identifier stays in the calendar, where it must not name the letter.
    uid = f"{uuid5(NAMESPACE_URL, f'{letter.id}/{sent_on}')}@ariane"
    return Event(day, letter.frame.rappel, f"{letter.delai.texte} {letter.delai.ensuite}", uid)


def as_calendar(events: Iterable[Event]) -> bytes:
    """One .ics file: all-day events, each announced the day before at nine in the morning."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(_all_day(event))
    return bytes(calendar.to_ical())


def _all_day(event: Event) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", event.uid)
    entry.add("dtstamp", datetime.now(UTC))
    entry.add("dtstart", event.day)
    entry.add("dtend", event.day + timedelta(days=1))
    entry.add("summary", event.titre)
    entry.add("description", event.texte)
    entry.add("transp", "TRANSPARENT")  # the day stays free
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.titre)
    alarm.add("trigger", EVE_AT_NINE)
    entry.add_component(alarm)
    return entry
