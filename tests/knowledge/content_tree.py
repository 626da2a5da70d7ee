"""A small content tree, whole and without a fault, that a test may break at one place."""

from pathlib import Path
from textwrap import dedent
from typing import Any

from knowledge.content import ROOT
from knowledge.safety.net import KINDS

SOURCE = '{titre: Source officielle, url: "https://exemple.fr/page", consulte_le: 2026-11-01}'
SAMU = 'nom: SAMU, numero: "15", role: urgence'

ARTICLE = """\
---
titre: {titre}
theme: {theme}
sources:
  - titre: Source officielle
    url: https://exemple.fr/{slug}
    consulte_le: 2026-11-01
valable_depuis: 2024-01-01
a_revoir_le: 2027-05-01
prochaine_etape: "Appelez votre caisse pour poser la question."
sans_internet: "Par téléphone au {{{{ contact:samu }}}}, jour et nuit."
qui_aide: [samu, conseiller]
liens: [{lien}]
besoins: [dentiste]
---
## Réponse
{reponse}

## Étapes
1. Notez votre question.
2. Posez la question à votre caisse.

## Points de vigilance
- Gardez une copie de vos papiers.

## Coût
Cela coûte {{{{ montant:forfait }}}} au plus.

## Facile à lire
- Vous avez une question.
- Notez votre question sur un papier.
- Appelez votre caisse.
- Un conseiller peut vous aider.
"""

REPLIES = """\
reponses:
  - id: accueil
    titre: Se présenter
    texte: "Bonjour, je suis {conseiller}, de {mutuelle}."
"""

LETTER = """\
---
titre: Poser une question par écrit
quand: "Quand vous voulez une réponse écrite de votre caisse."
article: droits/question
destinataire: ["{{ caisse }}"]
objet: Question à ma caisse
champs:
  - id: caisse
    libelle: Votre caisse
    question: "À quelle caisse écrivez-vous ?"
    pourquoi: "La lettre doit arriver au bon endroit."
    type: texte
    exemple: Caisse de Lille
  - id: demande
    libelle: Votre question
    question: "Que voulez-vous savoir ?"
    pourquoi: "La caisse répond à cette question."
    type: recit
    exemple: la date de ma nouvelle carte
envoi: "Par courrier, ou à l'accueil de votre caisse."
---
Madame, Monsieur,

Je vous demande ceci : {{ demande }}
"""

FRAME = """\
champs:
  - id: nom
    libelle: Votre nom
    question: "Quel nom faut-il écrire ?"
    pourquoi: "La caisse doit savoir qui écrit."
    type: texte
    exemple: Camille
expediteur: ["{{ nom }}"]
lieu_et_date: "Le {{ date_du_jour }}"
objet: "Objet :"
pieces_jointes: "Pièces jointes :"
signature: "Signature :"
rappel: Penser à ma demande
"""

JOURNEY = """\
titre: Savoir à qui parler
theme: droits
bouton: Savoir à qui parler
fiches: [droits/question]
accueil: "Nous cherchons ensemble qui peut vous répondre."
questions:
  - id: sujet
    texte: "Votre question parle-t-elle d'argent ?"
    pourquoi: "La personne qui répond n'est pas la même."
    resume: Sujet
    choix:
      - {id: oui, texte: "Oui", mots: [oui]}
      - {id: non, texte: "Non", mots: [non]}
conclusions:
  - {si: {sujet: [oui]}, texte: "Demandez le prix à votre caisse.", fiches: [couts/prix]}
  - {texte: "Posez votre question à votre caisse.", fiches: [droits/question]}
"""

CODE = '''\
"""Actions of the small tree."""

from knowledge.answers import texts
from knowledge.wording import say


def run(dispatcher, article, day):
    dispatcher.utter_message(response="utter_fiche", **texts(article, day))
    dispatcher.utter_message(response="utter_lieu", lieu="Lille")
    name = "action_repondre"
    return {"title": say("bouton_suite", besoin="un dentiste"), "payload": "/saluer"}
'''

ANSWERS = '''\
"""Stands for the module that words articles."""


def texts(article, day):
    return {field: getattr(article, field) for field in ("reponse", "titre")}
'''


PATHOLOGIES = """\
parcours: {cardio: droits}
pluriels: []
faux_amis: []
pathologies:
  infarctus: {libelle: infarctus, theme: cardio, mots: [infarctus]}
"""


class ContentTree:
    """The files of a small deployment under `base`; `root` is its knowledge folder."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.root = base / "knowledge"
        for path, text in _files().items():
            self.write(path, text)

    def write(self, path: str, text: str) -> None:
        """Create or replace a file, named from the repository root."""
        target = self.base / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace `old`, which must be there, by `new`."""
        text = (self.base / path).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new, 1))

    def break_at(self, case: dict[str, Any]) -> None:
        """Apply one case of `broken_rules.yml`."""
        path = case["file"]
        if "replace" in case:
            self.edit(path, case["replace"], case["by"])
        elif "content" in case:
            self.write(path, case["content"])
        elif "move" in case:
            (self.base / case["move"]).rename(self.base / path)
        elif "copy" in case:
            self.write(path, (self.base / case["copy"]).read_text(encoding="utf-8"))
        else:
            (self.base / path).unlink()


def _files() -> dict[str, str]:
    first = ARTICLE.format(
        titre="Poser une question à sa caisse", theme="droits", slug="question", lien="couts/prix",
        reponse="Votre caisse répond à toutes les questions. Elle le fait par téléphone.",
    )  # fmt: skip
    second = ARTICLE.format(
        titre="Le prix d'un soin", theme="couts", slug="prix", lien="droits/question",
        reponse="Le prix dépend du soin et du lieu choisi. Demandez un devis avant.",
    )  # fmt: skip
    return {
        "knowledge/articles/droits/question.md": first,
        "knowledge/articles/couts/prix.md": second,
        "knowledge/intents.yml": _intents(),
        "knowledge/contacts.yml": f"samu: {{{SAMU}, source: {SOURCE}}}\n",
        "knowledge/montants/forfait.yml": _figure(),
        "knowledge/mutuelle.yml": (ROOT / "mutuelle.yml").read_text(encoding="utf-8"),
        "knowledge/besoins.yml": _needs(),
        "knowledge/poste.yml": (ROOT / "poste.yml").read_text(encoding="utf-8"),
        "knowledge/reponses_types.yml": REPLIES,
        "knowledge/personnes.yml": (ROOT / "personnes.yml").read_text(encoding="utf-8"),
        "knowledge/delais.yml": (ROOT / "delais.yml").read_text(encoding="utf-8"),
        "knowledge/pathologies.yml": PATHOLOGIES,
        "knowledge/journeys/parcours/parler.yml": JOURNEY,
        "knowledge/journeys/commandes.yml": (ROOT / "journeys" / "commandes.yml").read_text(
            encoding="utf-8"
        ),
        "knowledge/letters/commun.yml": FRAME,
        "knowledge/letters/modeles/question.md": LETTER,
        "knowledge/messages.yml": 'bouton_suite: "Trouver {besoin}"\n',
        "knowledge/mots_admis.txt": "# Un mot par ligne.\n",
        "knowledge/mots_simples.txt": "# Un mot par ligne.\n",
        "knowledge/safety/messages.yml": _safety(),
        "knowledge/answers.py": ANSWERS,
        "domain.yml": (
            'version: "3.1"\nintents: [demander, chiffrer, saluer]\nactions: [action_repondre]\n'
        ),
        "data/nlu/droits.yml": _examples("demander", "question numéro")
        + _block("saluer", "bonjour à"),
        "data/nlu/couts.yml": _examples("chiffrer", "prix du soin"),
        "data/rules/tous.yml": _rules(),
        "data/responses/tous.yml": _responses(),
        "actions/repondre.py": CODE,
    }


def _intents() -> str:
    return dedent("""\
        droits:
          libelle: Mes droits
          intents:
            demander: {article: question, bouton: Poser une question, sens: Savoir, exemple: qui}
            saluer: {bouton: Bonjour, sens: Dit bonjour, exemple: bonjour}
        couts:
          libelle: Les coûts
          intents:
            chiffrer: {article: prix, bouton: Connaître le prix, sens: Un prix, exemple: combien}
        """)


def _figure() -> str:
    return dedent(f"""\
        libelle: Forfait d'essai
        unite: euro
        valeurs:
          2024-01-01: {{valeur: 2, source: {SOURCE}}}
        ou_verifier: auprès de votre caisse
        """)


def _needs() -> str:
    return dedent("""\
        pluriels: []
        faux_amis: []
        besoins:
          dentiste:
            libelle: un dentiste
            pluriel: des dentistes
            mots: [dentiste]
            si_absent: "Appelez votre caisse, qui connaît les dentistes."
        """)


def _safety() -> str:
    text = "Appelez le {{ contact:samu }} maintenant, quelqu'un vous répond jour et nuit."
    lines = (f'{kind}: {{contacts: [samu], conseiller: false, texte: "{text}"}}' for kind in KINDS)
    return "\n".join(lines) + "\n"


def _examples(intent: str, start: str) -> str:
    return 'version: "3.1"\nnlu:\n' + _block(intent, start)


def _block(intent: str, start: str) -> str:
    lines = "".join(f"    - {start} {number}\n" for number in range(25))
    return f"- intent: {intent}\n  examples: |\n{lines}"


def _rules() -> str:
    return dedent("""\
        version: "3.1"
        rules:
          - rule: Répondre
            steps:
              - or: [{intent: demander}, {intent: chiffrer}]
              - action: action_repondre
          - rule: Saluer
            steps: [{intent: saluer}, {action: utter_saluer}]
        """)


def _responses() -> str:
    return dedent("""\
        version: "3.1"
        responses:
          utter_fiche: [{text: "{titre} : {reponse}"}]
          utter_lieu: [{text: "Près de {lieu}."}]
          utter_saluer:
            - text: Bonjour.
              buttons: [{title: Poser une question, payload: /demander}]
        """)
