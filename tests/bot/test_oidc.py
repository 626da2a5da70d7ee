"""Signing in with the mutuelle's directory: who is believed, and who is not."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from fake_issuer import CLIENT, SECRET, FakeIssuer
from people import Client, Desk

from bot.app import build_app
from bot.desk.roles import Role
from bot.desk.socket import SESSION_ENDED
from bot.keys import ACCOUNTS, AUDIT
from knowledge.settings import Settings

LEAVE, BACK = "/conseiller/annuaire", "/conseiller/annuaire/retour"
ROLES = {"conseillers": "conseiller", "chefs": "superviseur", "informatique": "administrateur"}
MINUTE = 60


@pytest.fixture
async def issuer() -> AsyncIterator[FakeIssuer]:
    fake = FakeIssuer()
    await fake.server.start_server()
    yield fake
    await fake.server.close()


@pytest.fixture
async def client(
    settings: Settings, issuer: FakeIssuer, aiohttp_client: Callable[..., Awaitable[Client]]
) -> Client:
    named = {"oidc_issuer": issuer.url, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    return await aiohttp_client(
        build_app(settings.model_copy(update={**named, "oidc_roles": ROLES}))
    )


async def go(client: Client, issuer: FakeIssuer, **changed: str) -> Any:
    """Leave, be recognised, come back; what the way back answers."""
    client.session.cookie_jar.clear()
    left = await client.get(LEAVE, allow_redirects=False)
    assert left.status == 303
    return await client.get(BACK, params={**issuer.authorize(left.headers["Location"]), **changed})


async def entered(client: Client) -> bool:
    return (await client.get("/conseiller", allow_redirects=False)).status == 200


def part(client: Client, key: Any) -> Any:
    assert client.app is not None
    return client.app[key]


async def test_a_counselor_enters_and_holds_conversations(
    client: Client, issuer: FakeIssuer
) -> None:
    assert "annuaire de la mutuelle" in await (await client.get("/conseiller/connexion")).text()
    answer = await go(client, issuer)
    assert answer.status == 200
    assert await entered(client)
    [account] = part(client, ACCOUNTS).all()
    assert (account.name, account.role) == ("Camille Dupuis", Role.COUNSELOR)
    desk = Desk(await client.ws_connect("/conseiller/ws"))
    await desk.wait("lists")
    assert [(one.action, one.detail) for one in part(client, AUDIT).search()] == [
        ("connexion", "oidc")
    ]


async def test_the_request_is_protected_against_theft_and_replay(
    client: Client, issuer: FakeIssuer
) -> None:
    await go(client, issuer)
    first = issuer.asked
    await go(client, issuer)
    assert first["response_type"] == "code"
    assert first["code_challenge_method"] == "S256"
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 43
        assert first[name] != issuer.asked[name]


async def test_the_same_person_comes_back_to_the_same_account(
    client: Client, issuer: FakeIssuer
) -> None:
    await go(client, issuer)
    issuer.person["name"] = "Camille Martin"
    await go(client, issuer)
    [account] = part(client, ACCOUNTS).all()
    assert account.name == "Camille Martin"


async def test_a_person_of_the_same_name_is_another_account(
    client: Client, issuer: FakeIssuer
) -> None:
    await go(client, issuer)
    issuer.person["sub"] = "43"
    await go(client, issuer)
    assert len(part(client, ACCOUNTS).all()) == 2


@pytest.mark.parametrize(
    ("said", "role"),
    [
        (["conseillers", "chefs"], Role.SUPERVISOR),
        ("chefs", Role.SUPERVISOR),
        (["informatique", "autre chose"], Role.ADMINISTRATOR),
    ],
)
async def test_roles_come_from_the_directory(
    client: Client, issuer: FakeIssuer, said: Any, role: Role
) -> None:
    issuer.person["roles"] = said
    await go(client, issuer)
    assert [account.role for account in part(client, ACCOUNTS).all()] == [role]


async def test_a_role_changed_in_the_directory_closes_desks_opened_under_the_former(
    client: Client, issuer: FakeIssuer
) -> None:
    await go(client, issuer)
    desk = Desk(await client.ws_connect("/conseiller/ws"))
    await desk.wait("lists")
    issuer.person["roles"] = ["chefs"]
    await go(client, issuer)
    assert await desk.closed() == SESSION_ENDED


OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
BENT: dict[str, dict[str, Any]] = {
    "autre destinataire": {"claims": {"aud": "une-autre-application"}},
    "sans destinataire": {"claims": {"aud": None}},
    "pour un autre parmi plusieurs": {"claims": {"aud": [CLIENT, "autre"], "azp": "autre"}},
    "périmé": {"claims": {"exp": int(time.time()) - 5 * MINUTE}},
    "sans fin": {"claims": {"exp": None}},
    "d'un autre essai": {"claims": {"nonce": "un-autre"}},
    "sans essai": {"claims": {"nonce": None}},
    "d'un autre annuaire": {"claims": {"iss": "https://pirate.example"}},
    "pas encore émis": {"claims": {"iat": int(time.time()) + 24 * 60 * MINUTE}},
    "sans personne": {"claims": {"sub": None}},
    "non signé": {"signing_key": "", "algorithm": "none"},
    "signé de notre secret": {"signing_key": SECRET * 2, "algorithm": "HS256"},
    "signé d'une autre clé": {"signing_key": OTHER_KEY},
    "clé inconnue": {"kid": "clé-2"},
    "sans rôle": {"claims": {"roles": None}},
    "rôle inconnu": {"claims": {"roles": ["comptabilité"]}},
    "rôle odieux": {"claims": {"roles": {"conseillers": True}}},
}


@pytest.mark.parametrize("bent", BENT)
async def test_a_token_that_is_not_right_opens_nothing(
    client: Client, issuer: FakeIssuer, bent: str
) -> None:
    for name, value in BENT[bent].items():
        setattr(issuer, name, value)
    answer = await go(client, issuer)
    assert answer.status == 401
    assert "annuaire de la mutuelle n’a pas confirmé" in await answer.text()
    assert not await entered(client)
    assert part(client, ACCOUNTS).all() == []
    assert [one.action for one in part(client, AUDIT).search()] == ["connexion_refusee"]


@pytest.mark.parametrize("changed", [{"state": "un-autre"}, {"code": ""}, {"code": "deviné"}])
async def test_a_way_back_that_nobody_left_by_opens_nothing(
    client: Client, issuer: FakeIssuer, changed: dict[str, str]
) -> None:
    assert (await go(client, issuer, **changed)).status == 401
    assert not await entered(client)


async def test_another_browser_cannot_come_back_in_one_s_place(
    client: Client, issuer: FakeIssuer
) -> None:
    left = await client.get(LEAVE, allow_redirects=False)
    back = issuer.authorize(left.headers["Location"])
    client.session.cookie_jar.clear()
    assert (await client.get(BACK, params=back)).status == 401
    client.session.cookie_jar.update_cookies({"ariane_annuaire": "inventé"})
    assert (await client.get(BACK, params=back)).status == 401


async def test_a_closed_account_stays_closed_whatever_the_directory_says(
    client: Client, issuer: FakeIssuer
) -> None:
    await go(client, issuer)
    [account] = part(client, ACCOUNTS).all()
    part(client, ACCOUNTS).set_active(account.login, False)
    assert (await go(client, issuer)).status == 401
    assert not await entered(client)


async def test_an_account_of_the_directory_has_no_password(
    client: Client, issuer: FakeIssuer
) -> None:
    await go(client, issuer)
    [account] = part(client, ACCOUNTS).all()
    assert part(client, ACCOUNTS).check(account.login, "") is None


async def test_the_directory_s_new_key_is_read_when_it_changes(
    client: Client, issuer: FakeIssuer
) -> None:
    await go(client, issuer)
    issuer.key = OTHER_KEY
    issuer.kid = issuer.published_kid = "clé-2"
    assert (await go(client, issuer)).status == 200


async def test_a_directory_that_is_down_is_told_and_the_password_door_stays(
    client: Client, issuer: FakeIssuer
) -> None:
    await issuer.server.close()
    answer = await client.get(LEAVE)
    assert answer.status == 401
    page = await answer.text()
    assert "n’a pas confirmé" in page
    assert "Mot de passe" in page
