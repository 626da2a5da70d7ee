"""Signing in with the mutuelle's own directory: OpenID Connect, authorization code with PKCE.

It proves who comes and with which role; opening the session is door.py's. A token is believed only
when signed by the issuer, for us, now, and for the very attempt that asked.
"""

import hashlib
import secrets
import time
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp
import jwt

from bot.desk.roles import Role
from knowledge.settings import Settings

# Signatures by a private key only: never « none », never our own shared secret.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
CONFIGURATION = "/.well-known/openid-configuration"
KEPT_FOR = 3600.0
PATIENCE = aiohttp.ClientTimeout(total=10)
CLOCKS_APART = 30  # seconds
# The directory may give several roles to one person, who then keeps the one that does most.
HIGHEST_FIRST = (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.COUNSELOR)


class NotVouched(Exception):
    """The issuer did not vouch for this person; the message is for the log, and names nobody."""


@dataclass(frozen=True)
class Errand:
    """What one attempt must find again on its way back."""

    state: str
    nonce: str
    verifier: str

    def as_dict(self) -> dict[str, str]:
        """Plain values, to be sealed in a cookie."""
        return asdict(self)


@dataclass(frozen=True)
class Person:
    """Who the issuer says has come. `subject`: never given to another one."""

    subject: str
    name: str
    role: Role


def new_errand() -> Errand:
    """Fresh secrets for one attempt."""
    return Errand(*(secrets.token_urlsafe(32) for _ in range(3)))


class Issuer:
    """The issuer named in the settings. Its addresses and keys are read when first needed."""

    def __init__(self, settings: Settings, http: aiohttp.ClientSession, back: str) -> None:
        """Use `http` to reach it; `back`: our address that it sends people back to."""
        self._settings, self._http, self._back = settings, http, back
        self._url = settings.oidc_issuer.rstrip("/")
        self._known: dict[str, Any] = {}
        self._read_at = 0.0

    async def address(self, errand: Errand) -> str:
        """Where to send the browser; raise NotVouched when the issuer cannot be reached."""
        hashed = hashlib.sha256(errand.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "scope": "openid profile",
            "client_id": self._settings.oidc_client_id,
            "redirect_uri": self._back,
            "state": errand.state,
            "nonce": errand.nonce,
            "code_challenge": urlsafe_b64encode(hashed).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        place = str((await self._configuration())["authorization_endpoint"])
        return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}"

    async def person(self, code: str, errand: Errand) -> Person:
        """Who came back with this code; raise NotVouched."""
        return self._read(await self._claims(await self._token(code, errand), errand.nonce))

    async def _token(self, code: str, errand: Errand) -> str:
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._back,
            "code_verifier": errand.verifier,
            "client_id": self._settings.oidc_client_id,
            "client_secret": self._settings.oidc_client_secret,
        }
        place = str((await self._configuration())["token_endpoint"])
        answer = await self._ask("POST", place, data=sent)
        if not isinstance(answer.get("id_token"), str):
            raise NotVouched("no id_token")
        return str(answer["id_token"])

    async def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                await self._key(token),
                algorithms=ALGORITHMS,
                audience=self._settings.oidc_client_id,
                issuer=(await self._configuration())["issuer"],
                leeway=CLOCKS_APART,
                options={"require": ["iss", "sub", "aud", "exp", "iat", "nonce"]},
            )
        except jwt.PyJWTError as error:
            raise NotVouched(type(error).__name__) from None
        if not secrets.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
            raise NotVouched("nonce")
        if claims.get("azp", self._settings.oidc_client_id) != self._settings.oidc_client_id:
            raise NotVouched("azp")
        return claims

    async def _key(self, token: str) -> jwt.PyJWK:
        """The issuer's key that the token names; its keys are read again when it is a new one."""
        wanted = jwt.get_unverified_header(token).get("kid")
        for fresh in (False, True):
            keys = jwt.PyJWKSet.from_dict((await self._configuration(fresh))["jwks"]).keys
            for key in keys:
                if key.key_id == wanted or (wanted is None and len(keys) == 1):
                    return key
        raise NotVouched("unknown key")

    def _read(self, claims: dict[str, Any]) -> Person:
        said = claims.get(self._settings.oidc_role_claim, [])
        values = said if isinstance(said, list) else [said]
        mapped = {self._settings.oidc_roles.get(str(value)) for value in values}
        role = next((role for role in HIGHEST_FIRST if role in mapped), None)
        if role is None:
            raise NotVouched("no role")
        name = str(claims.get("name") or claims.get("preferred_username") or "Conseiller")
        return Person(f"{claims['iss']}|{claims['sub']}", name[:80], role)

    async def _configuration(self, fresh: bool = False) -> dict[str, Any]:
        if fresh or not self._known or time.monotonic() - self._read_at > KEPT_FOR:
            known = await self._ask("GET", self._url + CONFIGURATION)
            if str(known.get("issuer", "")).rstrip("/") != self._url:
                raise NotVouched("issuer")
            known["jwks"] = await self._ask("GET", str(known["jwks_uri"]))
            self._known, self._read_at = known, time.monotonic()
        return self._known

    async def _ask(self, method: str, url: str, **sent: Any) -> dict[str, Any]:
        try:
            async with self._http.request(method, url, timeout=PATIENCE, **sent) as answer:
                answer.raise_for_status()
                said = await answer.json(content_type=None)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise NotVouched(type(error).__name__) from None
        if not isinstance(said, dict):
            raise NotVouched("odd answer")
        return said
