"""`ariane counselor`: accounts of the desk."""

import typer

from bot.cli.console import fail, out

app = typer.Typer(help="Comptes des conseillers.", no_args_is_help=True)


@app.command()
def add(
    login: str = typer.Argument(help="identifiant de connexion"),
    name: str = typer.Option(..., help="nom montré aux adhérents"),
    password: str = typer.Option(
        "", envvar="ARIANE_COUNSELOR_PASSWORD", help="mot de passe ; demandé s'il est absent"
    ),
) -> None:
    """Crée un compte de conseiller.

    Exemple : ariane counselor add camille --name "Camille"
    """
    from bot.desk.accounts import AccountRefused, Accounts
    from bot.models import Base
    from knowledge.database import make_engine
    from knowledge.settings import settings

    secret = password or typer.prompt("Mot de passe", hide_input=True, confirmation_prompt=True)
    settings().var.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings().conversations_url())
    Base.metadata.create_all(engine)
    try:
        Accounts(engine).add(login, name, secret)
    except AccountRefused as error:
        fail(str(error))
    out.print(f"Compte « {login} » créé. Connexion : {settings().base_url()}/conseiller")


@app.command("list")
def list_accounts() -> None:
    """Montre les comptes existants.

    Exemple : ariane counselor list
    """
    from bot.desk.accounts import Accounts
    from bot.models import Base
    from knowledge.database import make_engine
    from knowledge.settings import settings

    engine = make_engine(settings().conversations_url())
    Base.metadata.create_all(engine)
    for account in Accounts(engine).all():
        out.print(f"{account.login}\t{account.name}")
