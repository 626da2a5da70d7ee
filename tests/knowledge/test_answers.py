"""What a member reads of an article says how sure it is on that day."""

from datetime import date
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import repondre
from knowledge import answers
from knowledge.answers import numbered_steps, source_cards, steps_card, texts
from knowledge.article import Article, articles
from knowledge.registry import registry

DAY = date(2026, 11, 21)
INTENT = "demander_acces_dossier"


def article(**changes: Any) -> Article:
    """An article of the library, with some fields changed."""
    return Article.model_validate(
        {**articles()["urgence/que-faire-en-urgence"].model_dump(), **changes}
    )


def source(**changes: Any) -> dict[str, Any]:
    base = {"titre": "Une source", "url": "https://exemple.fr", "consulte_le": date(2026, 11, 1)}
    return {**base, **changes}


def answer_on(day: date, monkeypatch: pytest.MonkeyPatch, intent: str = INTENT) -> dict[str, Any]:
    """What the dialogue answers to `intent` on `day`."""
    for module in (answers, repondre):
        monkeypatch.setattr(module, "today", lambda: day)
    guess = {"name": intent, "confidence": 1.0}
    message = {"intent": guess, "intent_ranking": [guess], "text": "", "entities": []}
    tracker = Tracker("membre", {}, message, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    repondre.ActionRepondre().run(dispatcher, tracker, {})
    assert len(dispatcher.messages) == 1
    return dict(dispatcher.messages[0])


def test_past_its_review_date_an_article_must_be_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = articles()[str(registry().intents[INTENT].article_id())]
    told = answer_on(date(2099, 1, 1), monkeypatch)
    assert told["response"] == "utter_article_perime"
    assert told["a_revoir_le"] == f"{shipped.a_revoir_le:%d/%m/%Y}"
    assert [button["payload"] for button in told["buttons"]] == ["/demander_conseiller"]


@pytest.mark.parametrize(
    "intent", [name for name, intent in registry().intents.items() if intent.article]
)
def test_what_is_not_sure_is_told_with_the_answer(
    intent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = articles()[str(registry().intents[intent].article_id())]
    told = answer_on(DAY, monkeypatch, intent)
    if shipped.a_verifier:
        assert told["response"] == "utter_article_a_verifier"
        assert told["a_verifier"] == texts(shipped, DAY)["a_verifier"] != ""
    else:
        assert told["response"] == "utter_article"


@pytest.mark.parametrize(
    ("fields", "a_verifier", "told"),
    [
        ({"lue": False}, None, "site officiel, à consulter"),
        ({"lue": False, "copie_du": date(2022, 1, 2)}, None, "site officiel, à consulter"),
        ({"lue": False}, "Tout.", "site officiel, à consulter"),
        ({}, None, "consultée le 01/11/2026"),
        ({}, "Tout.", "relevée le 01/11/2026, à vérifier"),
        (
            {"copie_du": date(2022, 1, 2)},
            None,
            "consultée le 01/11/2026, dans sa version du 02/01/2022",
        ),
        (
            {"copie_du": date(2022, 1, 2)},
            "Tout.",
            "relevée le 01/11/2026 dans sa version du 02/01/2022, à vérifier",
        ),
    ],
)
def test_a_source_says_how_far_it_was_read(
    fields: dict[str, Any], a_verifier: str | None, told: str
) -> None:
    (card,) = source_cards(article(sources=[source(**fields)], a_verifier=a_verifier))
    assert card["statut"] == told
    assert card["url"] == "https://exemple.fr/"


def test_no_source_that_was_not_read_is_called_verified() -> None:
    unread = 0
    for shipped in articles().values():
        for read_source, card in zip(shipped.sources, source_cards(shipped), strict=True):
            if not read_source.lue:
                unread += 1
                assert "vérifiée" not in card["statut"]
                assert "relevée" not in card["statut"]
    assert unread


def test_steps_are_a_check_list_without_their_numbers() -> None:
    told = article(etapes="1. Appelez le {{ contact:samu }}.\n2. Attendez. Restez là.")
    card = steps_card(told.titre, numbered_steps(told, DAY))
    assert card["etapes"] == ["Appelez le 15.", "Attendez. Restez là."]


def test_every_text_of_an_article_is_worded() -> None:
    told = texts(article(a_verifier="Voir au {{ contact:suicide }}."), DAY)
    assert told["a_verifier"] == "Voir au 3114."
    assert all("{{" not in text for text in told.values())
