"""Every intent belongs to one of the fixed themes and can be offered in plain words."""

import pytest

from knowledge.registry import Intent, registry

THEMES = {
    "droits_dossier_medical", "droits_information_consentement", "droits_reclamation_mediation",
    "droits_c2s_ame_couverture", "tiers_payant_couts_remboursement",
    "medecin_traitant_parcours_coordonne", "deuxieme_avis", "teleconsultation", "parcours_cancer",
    "parcours_cardio", "parcours_addictions", "parcours_dependance_aidants",
    "sortie_hospitalisation", "recherche_soins_proximite", "prevention_depistage",
    "donnees_personnelles", "parler_conseiller", "urgence", "detresse_psychique", "hors_sujet",
    "salutations_politesse",
}  # fmt: skip
SAFETY = {"urgence", "detresse_psychique"}


def test_the_themes_are_those_of_the_mission() -> None:
    assert set(registry().themes) == THEMES


@pytest.mark.parametrize("intent", registry().intents.values(), ids=list(registry().intents))
def test_an_intent_is_offered_in_plain_words(intent: Intent) -> None:
    assert intent.theme in THEMES
    assert intent.bouton[0].isupper() or intent.bouton[0].isdigit()
    assert "_" not in intent.bouton
    assert intent.exemple


@pytest.mark.parametrize("theme", sorted(SAFETY))
def test_what_touches_safety_has_an_article(theme: str) -> None:
    for intent in registry().intents.values():
        if intent.theme == theme:
            assert intent.article_id() == f"{theme}/{intent.article}"


def test_an_unknown_intent_has_no_theme() -> None:
    assert registry().theme_of("signaler_urgence") == "urgence"
    assert registry().theme_of("nlu_fallback") is None
