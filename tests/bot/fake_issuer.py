"""A directory of the mutuelle, as far as OpenID Connect goes: real keys, real signatures."""

import base64
import hashlib
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "ariane", "un secret de client"


class FakeIssuer:
    """Vouches for whoever comes. Tests bend what its next token says, or how it is signed."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.kid, self.published_kid = "clé-1", "clé-1"
        self.person = {"sub": "42", "name": "Camille Dupuis", "roles": ["conseillers"]}
        self.claims: dict[str, Any] = {}
        self.signing_key: Any = None
        self.algorithm = "RS256"
        self.asked: dict[str, str] = {}
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self.configuration)
        app.router.add_get("/jwks", self.jwks)
        app.router.add_post("/token", self.token)
        app.router.add_get("/authorize", self.authorize_page)
        # Another site than the service's, on 127.0.0.1: strict cookies do not cross.
        self.server = TestServer(app, host="localhost")

    @property
    def url(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    async def configuration(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/jwks",
            }
        )

    async def jwks(self, _: web.Request) -> web.Response:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return web.json_response({"keys": [{**public, "kid": self.published_kid, "use": "sig"}]})

    def authorize(self, address: str) -> dict[str, str]:
        """What the directory does once it knows the person; the query of the way back."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return {"code": "un-code", "state": self.asked["state"]}

    async def authorize_page(self, request: web.Request) -> web.Response:
        """The person was recognised: back to the address that asked."""
        back = urlencode(self.authorize(str(request.url)))
        raise web.HTTPFound(f"{self.asked['redirect_uri']}?{back}")

    async def token(self, request: web.Request) -> web.Response:
        form = await request.post()
        hashed = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        challenge = base64.urlsafe_b64encode(hashed).decode().rstrip("=")
        right = challenge == self.asked["code_challenge"] and form["code"] == "un-code"
        if not right or form["client_secret"] != SECRET:
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response({"id_token": self.sign(), "token_type": "Bearer"})

    def sign(self) -> str:
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": int(time.time()),
            "exp": int(time.time()) + 300,
            "nonce": self.asked["nonce"],
            **self.person,
            **self.claims,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        key = self.signing_key if self.signing_key is not None else self.key
        return jwt.encode(kept, key, self.algorithm, headers={"kid": self.kid})
