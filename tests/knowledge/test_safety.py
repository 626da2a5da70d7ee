"""The safety net catches dangers however they are typed, and lets ordinary messages through."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.contacts import contacts
from knowledge.content import ContentError
from knowledge.safety import detect, message_for
from knowledge.safety.messages import load_messages
from knowledge.safety.net import RedFlag, load_net
from knowledge.safety.rulebook import FOLDER, KINDS

SENTENCES = Path(__file__).parent.parent / "safety"
RIGHT_KIND = 0.9


def sentences(*names: str) -> list[tuple[str, str]]:
    """Pairs (kind or group, sentence) of the sentence files."""
    return [
        (group, sentence)
        for name in names
        for group, listed in yaml.safe_load((SENTENCES / f"{name}.yml").read_text("utf-8")).items()
        for sentence in listed
    ]


POSITIVES = sentences("positives", "dev_positives")
NEGATIVES = sentences("negatives", "dev_negatives")


@pytest.mark.parametrize(("kind", "sentence"), POSITIVES)
def test_a_danger_is_caught(kind: str, sentence: str) -> None:
    assert detect(sentence) is not None, f"danger manqué ({kind})"


@pytest.mark.parametrize(("group", "sentence"), NEGATIVES)
def test_an_ordinary_message_is_let_through(group: str, sentence: str) -> None:
    assert detect(sentence) is None, f"fausse alerte ({group})"


def test_the_right_help_is_shown_nine_times_in_ten() -> None:
    found = [(kind, detect(sentence)) for kind, sentence in POSITIVES]
    right = sum(1 for kind, flag in found if flag and flag.kind == kind)
    assert right >= RIGHT_KIND * len(found)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_danger_has_rules_and_sentences_that_try_them(kind: str) -> None:
    assert (FOLDER / "rules" / f"{kind}.yml").exists()
    assert any(flag and flag.kind == kind for flag in (detect(text) for _, text in POSITIVES))


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("j'ai le bras gauche paralysé d'un coup", "urgence_vitale"),
        ("JAI LE BRA GAUCHE PARALISE DUN COUP", "urgence_vitale"),
        ("jveux en finir", "suicide"),
        ("mon mari respir plu", "urgence_vitale"),
        ("kelkun ma frapé", "violence"),
        ("Mon fils a avalé de la javel. Combien est remboursé le transport ?", "intoxication"),
        ("Ma mère a fait un AVC en 2019, mais là elle ne respire plus", "urgence_vitale"),
    ],
)
def test_typos_and_side_questions_do_not_hide_a_danger(told: str, kind: str) -> None:
    flag = detect(told)
    assert flag is not None
    assert flag.kind == kind


@pytest.mark.parametrize(
    "told", ["", "   ", "?!…", "😀", "urgences dentaires dimanche", "je suis mort de rire"]
)
def test_nothing_is_made_out_of_nothing(told: str) -> None:
    assert detect(told) is None


def test_the_most_serious_danger_comes_first() -> None:
    flag = detect("mon mari me frappe et maintenant je n'arrive plus à respirer")
    assert flag is not None
    assert flag.kind == "urgence_vitale"


def test_a_danger_is_found_at_the_end_of_a_long_message() -> None:
    before = "Je voudrais changer de mutuelle parce que mes lunettes sont chères. " * 150
    flag = detect(before + "je veux mourir")
    assert flag == RedFlag("suicide", "envie_de_mourir")


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing(text: str) -> None:
    flag = detect(text)
    assert flag is None or flag.kind in KINDS


def test_time_grows_with_length_and_not_faster() -> None:
    def seconds(text: str) -> float:
        best = 60.0
        for _ in range(3):
            start = time.process_time()
            detect(text)
            best = min(best, time.process_time() - start)
        return best

    unit = "mon père a mal au dos mais il ne veut pas de rendez vous avec le médecin "
    assert seconds(unit * 560) < 16 * seconds(unit * 140)


@pytest.mark.parametrize("kind", KINDS)
def test_each_message_says_first_what_to_do_now(kind: str) -> None:
    message = message_for(kind)
    first = message.text.splitlines()[0].lower()
    assert "appelez" in first
    assert any(contact.display() in first for contact in message.contacts)
    assert "{{" not in message.text
    assert "114" in message.text


@pytest.mark.parametrize("kind", ["suicide", "violence", "enfant_en_danger", "maltraitance"])
def test_a_counselor_is_offered_at_once_in_distress(kind: str) -> None:
    assert message_for(kind).escalate
    assert "conseiller" in message_for(kind).text


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [
        ("urgence_vitale", {"15", "112", "114"}),
        ("intoxication", {"15", "112", "114"}),
        ("suicide", {"3114", "15"}),
        ("violence", {"17", "114", "3919", "116006"}),
        ("enfant_en_danger", {"119", "17"}),
        ("maltraitance", {"3977", "17"}),
    ],
)
def test_each_danger_has_its_numbers(kind: str, numbers: set[str]) -> None:
    assert numbers <= {contact.numero for contact in message_for(kind).contacts}


def test_a_person_watched_is_told_how_to_leave_the_page() -> None:
    assert "regarde votre écran" in message_for("violence").text


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        message_for("panne")


def written(folder: Path, **changes: object) -> Path:
    """messages.yml with the suicide entry changed."""
    data = yaml.safe_load((FOLDER / "messages.yml").read_text("utf-8"))
    data["suicide"] |= changes
    path = folder / "messages.yml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return path


def test_a_contact_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="contact « inconnu »"):
        load_messages(written(tmp_path, contacts=["inconnu"]), contacts())


def test_a_number_typed_in_a_message_is_refused(tmp_path: Path) -> None:
    text = "Appelez le 3114 maintenant, un soignant vous répond jour et nuit."
    with pytest.raises(ContentError, match="écrit en dur"):
        load_messages(written(tmp_path, texte=text), contacts())


def test_a_danger_without_message_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "messages.yml"
    path.write_text("suicide: {}", "utf-8")
    with pytest.raises(ContentError, match="un message par danger"):
        load_messages(path, contacts())


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("essai: {motifs: [Fièvre]}", "sans accent"),
        ("essai: {motifs: [<absente>]}", "liste « absente » inconnue"),
        ("essai: {motifs: [fievre], gardes: [absente]}", "garde « absente » inconnue"),
        ("essai: {motif: fievre}", "champ « motifs »"),
        ("essai: {motifs: []}", "champ « motifs »"),
    ],
)
def test_an_editor_is_told_what_is_wrong_in_a_rule(tmp_path: Path, rule: str, said: str) -> None:
    folder = tmp_path / "safety"
    (folder / "rules").mkdir(parents=True)
    for name in ("vocabulaire.yml", *(f"rules/{kind}.yml" for kind in KINDS)):
        (folder / name).write_text((FOLDER / name).read_text("utf-8"), "utf-8")
    (folder / "rules" / "suicide.yml").write_text(rule, "utf-8")
    with pytest.raises(ContentError, match=said):
        load_net(folder)
