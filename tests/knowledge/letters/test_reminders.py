"""The member is reminded in time, and whoever looks at their calendar learns nothing."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.letters.catalogue import letters
from knowledge.letters.models import Letter
from knowledge.letters.reminders import Event, as_calendar, deadline, reminder

WITH_DELAY = [letter for letter in letters().values() if letter.delai]


def entries(*events: Event) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(as_calendar(events))
    assert calendar["version"] == "2.0"
    return calendar.walk("VEVENT")


@pytest.mark.parametrize(
    ("letter", "sent_on", "due"),
    [
        ("effacement_donnees", "2027-01-31", "2027-02-28"),
        ("effacement_donnees", "2028-01-31", "2028-02-29"),
        ("effacement_donnees", "2028-02-29", "2028-03-29"),
        ("effacement_donnees", "2026-12-31", "2027-01-31"),
        ("demande_dossier_medical", "2026-12-28", "2027-01-05"),
        ("demande_dossier_medical", "2028-02-25", "2028-03-04"),
    ],
)
def test_the_legal_time_is_counted_in_calendar_months_or_days(
    letter: str, sent_on: str, due: str
) -> None:
    assert deadline(letters()[letter], date.fromisoformat(sent_on)) == date.fromisoformat(due)


def test_no_delay_is_made_up_where_the_law_sets_none() -> None:
    letter = letters()["reclamation_directeur"]
    assert deadline(letter, date(2026, 11, 21)) is None
    assert reminder(letter, date(2026, 11, 21)) is None


@pytest.mark.parametrize("letter", WITH_DELAY, ids=lambda letter: letter.id)
def test_a_reminder_tells_what_to_do_and_its_title_tells_nothing(letter: Letter) -> None:
    event = reminder(letter, date(2026, 11, 21))
    [entry] = entries(event)
    assert entry["summary"] == "Ariane : penser à ma demande"
    assert entry["description"] == f"{letter.delai.texte} {letter.delai.ensuite}"
    assert letter.id not in entry["uid"]
    assert entry["dtstamp"].dt <= datetime.now(UTC)


def test_a_reminder_lasts_the_day_and_rings_the_day_before_at_nine() -> None:
    [entry] = entries(reminder(letters()["effacement_donnees"], date(2026, 11, 21)))
    day = entry["dtstart"].dt
    assert day == date(2026, 12, 21)
    assert type(day) is date
    [alarm] = entry.walk("VALARM")
    rings = datetime.combine(day, time()) + alarm["trigger"].dt
    assert rings == datetime(2026, 12, 20, 9)
    assert entry["dtend"].dt - day == timedelta(days=1)
    assert alarm["description"] == "Ariane : penser à ma demande"


def test_the_same_letter_sent_the_same_day_is_the_same_reminder() -> None:
    letter = letters()["effacement_donnees"]
    first, again = (reminder(letter, date(2026, 11, 21)) for _ in range(2))
    later = reminder(letter, date(2026, 11, 22))
    assert first == again
    assert first.uid != later.uid


@given(text=st.text(st.characters(exclude_categories=["C"]), min_size=1).map(str.strip))
def test_any_text_comes_back_whole_from_the_calendar(text: str) -> None:
    one = Event(date(2026, 12, 1), "Ariane", f"Note : {text}, « ; » \\ fin\nsuite", "1@ariane")
    [entry, other] = entries(one, Event(date(2026, 12, 2), "Autre", "Rien.", "2@ariane"))
    assert entry["description"] == one.texte
    assert other["summary"] == "Autre"
