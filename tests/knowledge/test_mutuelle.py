"""The mutuelle's settings: when counselors answer, and what texts may say of it."""

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from knowledge.answers import texts
from knowledge.article import articles
from knowledge.checks.mutuelle import house_addresses
from knowledge.content import ROOT, ContentError, read_yaml
from knowledge.mutuelle import Mutuelle, load_mutuelle, mutuelle
from knowledge.opening import OpeningHours
from knowledge.wording import word

PARIS = ZoneInfo("Europe/Paris")
READ_ON = date(2026, 11, 21)
HOURS = OpeningHours.model_validate(
    {"fuseau": "Europe/Paris", "jours": [0, 1, 2, 3, 4], "debut": "09:00", "fin": "18:00"}
)


@pytest.mark.parametrize(
    ("instant", "is_open"),
    [
        (datetime(2026, 11, 20, 9, 0, tzinfo=PARIS), True),
        (datetime(2026, 11, 20, 8, 59, tzinfo=PARIS), False),
        (datetime(2026, 11, 20, 17, 59, tzinfo=PARIS), True),
        (datetime(2026, 11, 20, 18, 0, tzinfo=PARIS), False),
        (datetime(2026, 11, 21, 11, 0, tzinfo=PARIS), False),
        (datetime(2026, 11, 11, 11, 0, tzinfo=PARIS), False),
        (datetime(2026, 4, 6, 11, 0, tzinfo=PARIS), False),
        (datetime(2026, 11, 20, 8, 30, tzinfo=ZoneInfo("UTC")), True),
        (datetime(2026, 7, 3, 16, 30, tzinfo=ZoneInfo("UTC")), False),
    ],
    ids=[
        "opening", "a minute early", "a minute to closing", "closing", "saturday", "armistice",
        "easter monday", "winter time", "summer time",
    ],
)  # fmt: skip
def test_counselors_answer_at_the_hours_told(instant: datetime, is_open: bool) -> None:
    assert HOURS.is_open(instant) is is_open


def test_texts_may_cite_the_mutuelle() -> None:
    told = mutuelle().values()
    assert told["telephone"] == "01 99 00 12 34"
    assert not told["site"].endswith("/")
    assert all(told.values())


OPTIONAL = ("agences", "partenaires", "applications", "garanties", "liens")


@pytest.fixture
def bare() -> Mutuelle:
    """A mutuelle with counselors and an address, and nothing else."""
    settings = read_yaml(ROOT / "mutuelle.yml")
    return Mutuelle.model_validate({k: v for k, v in settings.items() if k not in OPTIONAL})


@pytest.mark.parametrize("service", ["teleconsultation", "deuxieme_avis"])
def test_a_partner_is_told_with_its_phone_its_price_and_the_choice_left(service: str) -> None:
    told = mutuelle().values()[service]
    assert "au 01 99 00 12 3" in told
    assert "selon votre contrat : compris" in told
    assert "libre de choisir ailleurs" in told


def test_a_partner_without_a_site_is_reached_by_phone(bare: Mutuelle) -> None:
    partner = mutuelle().partenaires.deuxieme_avis
    assert partner is not None
    offline = bare.partenaires.model_copy(
        update={"deuxieme_avis": partner.model_copy(update={"url": None})}
    )
    told = bare.model_copy(update={"partenaires": offline}).values()["deuxieme_avis"]
    assert "au 01 99 00 12 36 ; prix" in told
    assert "https" not in told


def test_every_cover_is_told_as_depending_on_the_contract(bare: Mutuelle) -> None:
    for house in (mutuelle(), bare):
        covers = {k: v for k, v in house.values().items() if k.startswith("garantie_")}
        assert len(covers) == 8
        assert all("votre contrat" in text for text in covers.values()), covers


def test_a_mutuelle_that_has_none_says_so(bare: Mutuelle) -> None:
    told = bare.values()
    assert told["teleconsultation"].startswith("aucun ; vous choisissez librement")
    assert "par téléphone ou par courrier" in told["agences"]
    assert told["applications"] == "Votre mutuelle n'en propose pas."
    assert told["espace_adherent"] == "pas en ligne, demandez à un conseiller"
    assert told.keys() == mutuelle().values().keys(), "whatever is cited can be worded"


@pytest.mark.parametrize(
    ("identifier", "read"),
    [
        ("deuxieme_avis/ou-demander", "partenaire de votre mutuelle : Avis de spécialistes"),
        ("teleconsultation/comment-faire", "votre mutuelle : Médecins par vidéo"),
        ("parler_conseiller/contacter-la-mutuelle", "entrée de plain-pied"),
        ("parler_conseiller/contacter-la-mutuelle", "due en 9 h d'ouverture"),
        ("donnees_personnelles/applis-de-sante", "- **Carnet de tension (exemple)** : noter"),
        ("tiers_payant_couts_remboursement/garanties-du-contrat", "séances par an, d'une liste"),
    ],
)
def test_members_read_the_settings_in_the_articles(identifier: str, read: str) -> None:
    article = articles()[identifier]
    shown = [*texts(article, READ_ON).values(), word(article.etapes, READ_ON)]
    assert any(read in text for text in shown)


def test_every_address_of_the_settings_can_be_followed_safely() -> None:
    fields = dict(house_addresses(mutuelle()))
    assert {"site", "partenaires.teleconsultation.url", "liens.espace_adherent"} <= fields.keys()
    assert all(url.startswith("https://") for url in fields.values())


def test_the_demonstration_says_it_is_one() -> None:
    assert mutuelle().demonstration, "the mutuelle shipped does not exist: members must be told"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('telephone: "0199001234"', 'telephone: "01 99 00 12 34"', "champ « telephone »"),
        ("nom: ", "nmo: ", "champ « nmo » : ce champ n'existe pas"),
        ("site: https://mutuelle.example", "site: mutuelle.example", "adresse complète, https://"),
        ('telephone: "0199001235"', "", "champ « partenaires.teleconsultation.telephone »"),
        ("au {telephone}{en_ligne}", "au {telephone}", "écrivez-y {cout}, {en_ligne}, {nom}"),
        ("{heures} h", "9 h", "« delai_reponse » : écrivez-y {heures}"),
        ('debut: "09:00"', 'debut: "neuf heures"', "champ « ouverture.debut »"),
    ],
)
def test_a_wrong_setting_is_told_to_the_editor(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    text = (ROOT / "mutuelle.yml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mutuelle.yml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContentError, match=re.escape(told)):
        load_mutuelle(path)
