"""A counselor signing in through the pages, telephone in hand."""

import re
import time
from typing import Any

import pyotp
from people import PASSWORD, Client

DOOR = "/conseiller/connexion"


class Phone:
    """An authenticator app holding one secret."""

    def __init__(self, secret: str) -> None:
        self.app = pyotp.TOTP(secret.replace(" ", ""))

    def code(self, steps: int = 0) -> str:
        """The code shown `steps` half-minutes from now."""
        return str(self.app.at(int(time.time()), counter_offset=steps))


async def give_password(
    client: Client, login: str, password: str = PASSWORD, **headers: str
) -> Any:
    """Send the first form, as from a browser of its own."""
    client.session.cookie_jar.clear()
    form = {"login": login, "password": password}
    return await client.post(DOOR, data=form, headers=headers, allow_redirects=False)


async def token_in(client: Client, path: str) -> str:
    """The anti-forgery token of a page's form."""
    page = await (await client.get(path)).text()
    return page.split('name="csrf" value="')[1].split('"')[0]


async def give_code(client: Client, path: str, code: str) -> Any:
    """Send the code that the form of `path` asks for."""
    form = {"csrf": await token_in(client, path), "code": code}
    return await client.post(path, data=form, allow_redirects=False)


async def enrol(client: Client) -> tuple[Phone, list[str]]:
    """Enrol a telephone on the page that asks for it; the telephone and the recovery codes."""
    page = await (await client.get("/conseiller/second-facteur")).text()
    phone = Phone(re.search(r'class="cle">([A-Z2-7 ]+)<', page)[1])  # type: ignore[index]
    shown = await give_code(client, "/conseiller/second-facteur", phone.code())
    assert shown.status == 200
    return phone, re.findall(r"<li><code>([a-z2-7-]+)</code>", await shown.text())


async def enter_enrolling(client: Client, login: str) -> tuple[Phone, list[str]]:
    """The first sign-in of an account that needs a second factor."""
    answer = await give_password(client, login)
    assert answer.headers["Location"] == "/conseiller/second-facteur"
    return await enrol(client)
