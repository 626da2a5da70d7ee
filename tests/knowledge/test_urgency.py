"""How soon help is needed is read in the member's words, and never taken for how serious it is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.content import ROOT, ContentError
from knowledge.urgency import delays, extract_urgency, load_delays

ANY_WORDING = st.sampled_from(
    [(key, mot) for key, one in delays().delais.items() for mot in one.mots]
)


def told(text: str) -> str | None:
    found = extract_urgency(text)
    return found.id if found else None


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("un dentiste ce soir", "aujourdhui"),
        ("c'est URGENT", "aujourdhui"),
        ("aujourd’hui", "aujourdhui"),
        ("tt de suite svp", "aujourdhui"),
        ("il me faut un kiné en urgence", "aujourdhui"),
        ("pharmacie de garde", "garde"),
        ("un médecin dimanche", "garde"),
        ("en pleine nuit", "garde"),
        ("c'est férié lundi", "garde"),
        ("ce week-end", "garde"),
        ("un rendez-vous cette semaine", "semaine"),
        ("rapidement si possible", "semaine"),
        ("je sors demain", "semaine"),
        ("dès que possible", "semaine"),
        ("je ne suis pas pressé", "pas_presse"),
        ("ce n'est pas urgent", "pas_presse"),
        ("pas d'urgence", "pas_presse"),
        ("d'ici six mois", "pas_presse"),
        ("ça peut attendre", "pas_presse"),
    ],
)
def test_a_delay_said_is_read(text: str, delay: str) -> None:
    assert told(text) == delay


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bonjour",
        "les urgences de l'hôpital",
        "un numéro d'urgence",
        "le médecin garde mon dossier",
        "qui a la garde des enfants",
        "je veux garder ma mutuelle",
        "un dentiste à Denain",
        "depuis dimanche",
        "dimanche dernier",
        "je travaille de nuit",
        "on me propose un rendez-vous dans six mois",
        "l'aide médicale d'état, soins urgents et vitaux",
        "j'ai mal tout le temps",
        "autant que possible",
        "mon état se dégrade rapidement",
    ],
)
def test_a_memory_a_place_or_a_complaint_is_no_delay(text: str) -> None:
    assert told(text) is None


def test_where_to_go_when_all_is_closed_comes_before_how_soon() -> None:
    assert told("un dentiste ce soir, c'est dimanche") == "garde"
    assert told("pas pressé, mais cette semaine") == "semaine"


@given(ANY_WORDING, st.text(alphabet=" .,!?…«»()\n0123456789😀", max_size=20))
def test_the_span_is_what_was_said_in_any_case_whatever_surrounds_it(
    said: tuple[str, str], around: str
) -> None:
    delay, wording = said
    for written in (wording, wording.upper()):
        text = f"{around} {written} {around}"
        found = extract_urgency(text)
        assert found is not None
        assert found.id == delay
        assert text[found.start : found.end] in written


def test_no_false_friend_is_read_as_a_delay() -> None:
    assert [word for word in delays().faux_amis if told(word)] == []


def test_a_fault_in_the_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "delais.yml"
    content = (ROOT / "delais.yml").read_text(encoding="utf-8")
    path.write_text(content[: content.index("  pas_presse:")], encoding="utf-8")
    with pytest.raises(ContentError, match="« delais » sans « pas_presse »"):
        load_delays(path)
    path.write_text(content.replace("mots: [cette semaine,", "mots: [ce soir,"), encoding="utf-8")
    with pytest.raises(ContentError, match="« ce soir » désigne 2 délais"):
        load_delays(path)
