"""What a counselor would read of a conversation before joining it, made from what was understood.

Pure. Nothing of it is shown to a counselor before the member agrees: see `bot/handover`.
"""

from collections.abc import Mapping
from typing import Any

from knowledge.article import articles
from knowledge.journeys import journey, told
from knowledge.needs import needs
from knowledge.pathologies import pathologies
from knowledge.people import people
from knowledge.places import place
from knowledge.registry import registry
from knowledge.urgency import delays
from knowledge.wording import say

Summary = dict[str, Any]
BARE: Summary = {"motif": "demande"}
# Themes that tell nothing of anyone's health: all others are left out with the health details.
PLAIN_THEMES = frozenset(
    {
        "droits_dossier_medical", "droits_information_consentement", "droits_reclamation_mediation",
        "droits_c2s_ame_couverture", "tiers_payant_couts_remboursement",
        "medecin_traitant_parcours_coordonne", "donnees_personnelles", "parler_conseiller",
    }
)  # fmt: skip
PLAIN_KEYS = ("motif", "lieu", "beneficiaire", "age", "urgence")


def summary(slots: Mapping[str, Any]) -> Summary:
    """The summary in words, from Rasa's slots; what is not known is None.

    `parcours`: answers of a guided journey, each {"question", "reponse", "sante"}.
    """
    article = articles().get(slots.get("article") or "")
    named = slots.get("besoin")
    besoin = needs().get(named) if isinstance(named, str) else None  # a list: several at once
    age = slots.get("age")
    lieux = slots.get("lieu") or []
    return {
        **BARE,
        "theme": article.theme if article else None,
        "sujet": article.titre if article else None,
        "besoin": besoin.libelle if besoin else None,
        "lieu": place(lieux[0]).label if len(lieux) == 1 else None,
        "beneficiaire": _link_named(slots.get("beneficiaire")),
        "age": str(age) if age is not None else None,
        "pathologie": _pathologies_named(slots.get("pathologie")),
        "urgence": _delay_named(slots.get("urgence")),
        "parcours": _answers(slots.get("parcours") or {}),
    }


def without_health(shown: Summary) -> Summary:
    """What is left of a summary once nothing in it tells of anyone's health."""
    kept = {key: shown.get(key) for key in PLAIN_KEYS}
    if shown.get("theme") in PLAIN_THEMES:
        answers = [one for one in shown.get("parcours") or [] if not one["sante"]]
        kept |= {"theme": shown["theme"], "sujet": shown.get("sujet"), "parcours": answers}
    return {key: value for key, value in kept.items() if value}


def lines(shown: Summary) -> list[str]:
    """The summary as the member reads it, one line each; none when it says nothing of them."""
    labels = {
        "theme": say("resume_theme"), "sujet": say("resume_sujet"), "besoin": say("resume_besoin"),
        "pathologie": say("resume_pathologie"), "lieu": say("resume_lieu"),
        "beneficiaire": say("resume_beneficiaire"), "age": say("resume_age"),
        "urgence": say("resume_urgence"), "texte": say("resume_texte"),
    }  # fmt: skip
    words = {**shown, "theme": registry().themes.get(shown.get("theme") or "")}
    answered = {one["question"]: one["reponse"] for one in shown.get("parcours") or []}
    known = {label: words[key] for key, label in labels.items() if words.get(key)}
    # A journey asked again what was already understood (« Pour qui »): its answer is more exact.
    return [f"- **{label}** : {value}" for label, value in {**known, **answered}.items()]


def _answers(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    followed = journey(state.get("id"))
    if followed is None or followed.writes():  # what goes in a letter is not the counselor's
        return []
    worded = told(followed, dict(state.get("reponses", {})))
    return [
        {"question": one.resume, "reponse": worded[one.id], "sante": one.sante}
        for one in followed.questions
        if worded.get(one.id)
    ]


def _pathologies_named(said: str | list[str] | None) -> str | None:
    """« diabète, hypertension » : all those said at once."""
    named = [said] if isinstance(said, str) else said or []
    known = [pathologies()[one].libelle for one in dict.fromkeys(named) if one in pathologies()]
    return ", ".join(known) or None


def _link_named(said: Any) -> str | None:
    return people().liens.get(said)


def _delay_named(said: str | None) -> str | None:
    return next((one.libelle for key, one in delays().delais.items() if key == said), None)
