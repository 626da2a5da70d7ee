"""`ariane satisfaction`: what members thought of their counselor, by month, naming nobody."""

import typer

from bot.cli.console import out

SHOWN_FROM = 5  # answers in a month: with fewer, one could guess whose they are


def satisfaction(
    comments: bool = typer.Option(False, "--comments", help="montrer aussi les mots ajoutés"),
) -> None:
    """Montre, mois par mois, ce que les adhérents pensent de l'échange avec un conseiller.

    Un mois de moins de cinq réponses n'est pas montré.

    Exemple : ariane satisfaction --comments
    """
    from bot.handover.memory import Memory
    from bot.schema import ensure_schema
    from knowledge.database import make_engine
    from knowledge.settings import settings

    settings().var.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings().conversations_url())
    ensure_schema(engine)
    memory = Memory(engine)
    opinions = memory.opinions()
    if not opinions:
        out.print("Aucune réponse pour l'instant.")
    for month, scores in opinions.items():
        out.print(summarise(month, scores), markup=False)
        if comments and sum(scores.values()) >= SHOWN_FROM:
            for comment in memory.comments(month):
                out.print(f"    « {comment} »", markup=False)


def summarise(month: str, scores: dict[int, int]) -> str:
    """One month in one line; `scores`: how many times each score, from 1 to 5, was given."""
    total = sum(scores.values())
    if total < SHOWN_FROM:
        return f"{month} : moins de {SHOWN_FROM} réponses"
    mean = sum(score * count for score, count in scores.items()) / total
    satisfied = 100 * (scores.get(4, 0) + scores.get(5, 0)) // total
    written = f"{mean:.1f}".replace(".", ",")
    return f"{month} : {total} réponses, {satisfied} % de satisfaits, moyenne {written} sur 5"
