"""`ariane counselor`: accounts of the desk. Each change ends the open sessions of the account."""

from typing import TYPE_CHECKING

import typer

from bot.cli.console import fail, out
from bot.desk.roles import Role

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bot.desk.accounts import Account
    from bot.desk.audit import Action

app = typer.Typer(help="Comptes des conseillers.", no_args_is_help=True)
LOGIN = typer.Argument(help="identifiant de connexion")
PASSWORD = typer.Option(
    "", envvar="ARIANE_COUNSELOR_PASSWORD", help="mot de passe ; demandé s'il est absent"
)


@app.command()
def add(
    login: str = LOGIN,
    name: str = typer.Option(..., help="nom montré aux adhérents"),
    role: Role = typer.Option(Role.COUNSELOR, help="ce que le compte peut faire"),
    password: str = PASSWORD,
) -> None:
    """Crée un compte.

    Exemple : ariane counselor add camille --name "Camille" --role superviseur
    """
    from bot.desk.accounts import AccountRefused, Accounts
    from bot.desk.audit import Action
    from knowledge.settings import settings

    secret, engine = _secret(password), _engine()
    try:
        account = Accounts(engine).add(login, name, secret, role)
    except AccountRefused as error:
        fail(str(error))
    _record(engine, Action.ACCOUNT_ADDED, account, role)
    out.print(f"Compte « {login} » créé, {role}. Connexion : {settings().base_url()}/conseiller")


@app.command()
def role(
    login: str = LOGIN,
    role: Role = typer.Argument(help="conseiller, superviseur ou administrateur"),
) -> None:
    """Change ce qu'un compte peut faire.

    Exemple : ariane counselor role camille superviseur
    """
    from bot.desk.audit import Action

    _change(Action.ROLE_CHANGED, login, "set_role", role, detail=role)
    out.print(f"Compte « {login} » : {role}. Ses postes ouverts se ferment.")


@app.command()
def team(
    login: str = LOGIN,
    team: str = typer.Argument("", help="équipe de knowledge/poste.yml ; rien : aucune"),
) -> None:
    """Met un compte dans une équipe, à qui des conversations peuvent être confiées.

    Exemple : ariane counselor team camille prestations
    """
    from bot.desk.audit import Action

    _change(Action.TEAM_CHANGED, login, "set_team", team or None, detail=team)
    out.print(f"Compte « {login} » : {f'équipe {team}' if team else 'aucune équipe'}.")


@app.command()
def password(login: str = LOGIN, password: str = PASSWORD) -> None:
    """Donne un autre mot de passe, et oublie les essais manqués.

    Exemple : ariane counselor password camille
    """
    from bot.desk.audit import Action
    from bot.desk.lockout import Lockouts

    _change(Action.PASSWORD_CHANGED, login, "set_password", _secret(password))
    Lockouts(_engine()).forgive(login)
    out.print(f"Mot de passe de « {login} » changé. Ses postes ouverts se ferment.")


@app.command()
def close(login: str = LOGIN) -> None:
    """Ferme un compte : plus personne n'entre avec lui, ce qu'il a fait reste au journal.

    Exemple : ariane counselor close camille
    """
    from bot.desk.audit import Action

    _change(Action.ACCOUNT_CLOSED, login, "set_active", False)
    out.print(f"Compte « {login} » fermé. Pour le rouvrir : ariane counselor reopen {login}")


@app.command()
def reopen(login: str = LOGIN) -> None:
    """Rouvre un compte fermé.

    Exemple : ariane counselor reopen camille
    """
    from bot.desk.audit import Action

    _change(Action.ACCOUNT_OPENED, login, "set_active", True)
    out.print(f"Compte « {login} » rouvert.")


@app.command("reset-second-factor")
def reset_second_factor(login: str = LOGIN) -> None:
    """Oublie le téléphone et les codes de secours de qui les a perdus.

    Exemple : ariane counselor reset-second-factor camille
    """
    from bot.desk.audit import Action

    _change(Action.FACTOR_RESET, login, "reset_second_factor")
    out.print(
        f"Second facteur de « {login} » oublié. Vérifiez que c'est bien la personne qui demande."
    )


@app.command("list")
def list_accounts() -> None:
    """Montre les comptes : identifiant, nom, rôle, second facteur, fermé ou non.

    Exemple : ariane counselor list
    """
    from bot.desk.accounts import Accounts

    for account in Accounts(_engine()).all():
        factor = "second facteur" if account.second_factor else "mot de passe seul"
        closed = "" if account.active else "\tfermé"
        line = f"{account.login}\t{account.name}\t{account.role}\t{factor}{closed}"
        out.print(line, markup=False)


def _engine() -> "Engine":
    from bot.schema import ensure_schema
    from knowledge.database import make_engine
    from knowledge.settings import settings

    settings().var.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings().conversations_url())
    ensure_schema(engine)
    return engine


def _secret(password: str) -> str:
    asked: str = password or typer.prompt("Mot de passe", hide_input=True, confirmation_prompt=True)
    return asked


def _change(action: "Action", login: str, method: str, *values: object, detail: str = "") -> None:
    """Call this method of the accounts, and keep who was changed in the audit trail."""
    from bot.desk.accounts import AccountRefused, Accounts

    engine = _engine()
    try:
        account: Account = getattr(Accounts(engine), method)(login, *values)
    except AccountRefused as error:
        fail(str(error))
    _record(engine, action, account, detail)


def _record(engine: "Engine", action: "Action", account: "Account", detail: str = "") -> None:
    from bot.desk.audit import AuditTrail

    AuditTrail(engine).record(action, account, detail=detail)
