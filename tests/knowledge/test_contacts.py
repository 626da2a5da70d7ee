"""A phone number is the same everywhere, dialled without a space and shown as people write it."""

from pathlib import Path

import pytest

from knowledge.contacts import Contact, contacts, display_number, load_contacts
from knowledge.content import ContentError


@pytest.mark.parametrize(
    ("dialled", "shown"),
    [
        ("15", "15"),
        ("114", "114"),
        ("3114", "3114"),
        ("116006", "116 006"),
        ("0969390000", "09 69 39 00 00"),
        ("0800231313", "0 800 23 13 13"),
    ],
)
def test_a_number_is_shown_as_french_people_write_it(dialled: str, shown: str) -> None:
    assert display_number(dialled) == shown


@pytest.mark.parametrize(
    ("identifier", "number"),
    [
        ("samu", "15"),
        ("police", "17"),
        ("pompiers", "18"),
        ("urgence_europe", "112"),
        ("urgence_sms", "114"),
        ("samu_social", "115"),
        ("suicide", "3114"),
        ("violences_femmes", "3919"),
        ("enfance", "119"),
    ],
)
def test_the_numbers_a_life_may_hang_on(identifier: str, number: str) -> None:
    contact = contacts()[identifier]
    assert contact.numero == contact.display() == number
    assert not contact.a_verifier


@pytest.mark.parametrize("contact", contacts().values(), ids=list(contacts()))
def test_each_contact_can_be_called_and_has_a_source(contact: Contact) -> None:
    assert contact.numero.isdigit()
    assert contact.display().replace(" ", "") == contact.numero
    assert contact.role
    assert contact.source.url.scheme == "https"


def test_two_contacts_never_share_a_number() -> None:
    numbers = [contact.numero for contact in contacts().values()]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("number", ['"09 69 39 00 00"', '"+33969390000"', '"1"', "15"])
def test_a_number_that_cannot_be_dialled_is_refused(tmp_path: Path, number: str) -> None:
    path = tmp_path / "contacts.yml"
    path.write_text(
        f"samu: {{nom: SAMU, numero: {number}, role: urgence, source: "
        "{titre: Source, url: 'https://exemple.fr', consulte_le: 2026-11-01}}\n",
        encoding="utf-8",
    )
    with pytest.raises(ContentError, match=r"\(samu\) : champ « numero »"):
        load_contacts(path)
