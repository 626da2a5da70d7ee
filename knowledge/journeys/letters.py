"""A letter as a journey: its fields are the questions, the letter itself is the conclusion."""

from functools import cache

from knowledge.journeys.model import Conclusion, Journey, Question
from knowledge.letters.catalogue import letters
from knowledge.letters.models import FormField, Letter
from knowledge.wording import say

PREFIX = "lettre."


@cache
def letter_journeys() -> dict[str, Journey]:
    """One journey a letter, by id (`lettre.<letter>`)."""
    return {f"{PREFIX}{one.id}": _journey(one) for one in letters().values()}


def _journey(letter: Letter) -> Journey:
    return Journey(
        id=f"{PREFIX}{letter.id}",
        titre=letter.titre,
        theme=letter.article.split("/")[0],
        bouton=say("bouton_lettre", titre=letter.titre),
        fiches=(letter.article,),
        accueil=f"{letter.quand} {say('lettre_accueil')}",
        questions=tuple(_question(field) for field in letter.fields()),
        conclusions=(
            Conclusion(
                titre=letter.titre,
                texte=letter.envoi,
                fiches=(letter.article,),
                lettre=letter.id,
            ),
        ),
    )


def _question(field: FormField) -> Question:
    return Question(
        id=field.id,
        texte=say("lettre_question", question=field.question, exemple=field.exemple),
        pourquoi=field.pourquoi,
        resume=field.libelle,
        type="texte",  # as it will be printed: nothing is computed from it
        facultatif=True,  # a dotted line is printed instead: nobody has to say who they are here
        sante=True,
    )
