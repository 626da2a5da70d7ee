"""An address is searched around only when it is sure and in town; its commune otherwise."""

from typing import Any

import pytest
from aiohttp import web
from aiohttp.pytest_plugin import AiohttpServer

from knowledge.places import place
from knowledge.places.address import locate, street_in
from knowledge.places.gazetteer import point_id

ROUBAIX = place("59512")


def answer(**properties: Any) -> dict[str, Any]:
    """What the service answers, as its documentation describes it (GeoJSON, addok's properties)."""
    known = {"type": "housenumber", "score": 0.93, "citycode": "59512", **properties}
    point = {"type": "Point", "coordinates": [3.17456, 50.69123]}
    return {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": point, "properties": known}],
    }


async def serve(aiohttp_server: AiohttpServer, said: Any, seen: list[dict[str, str]]) -> str:
    async def search(request: web.Request) -> web.Response:
        seen.append(dict(request.query))
        return said if isinstance(said, web.Response) else web.json_response(said)

    app = web.Application()
    app.router.add_get("/search", search)
    server = await aiohttp_server(app)
    return str(server.make_url("/search"))


async def test_a_sure_address_becomes_a_point_named_as_written(
    aiohttp_server: AiohttpServer,
) -> None:
    seen: list[dict[str, str]] = []
    service = await serve(aiohttp_server, answer(), seen)
    found = await locate("12 rue de Lille", ROUBAIX, service)
    assert found is not None
    assert (found.label, found.kind) == ("12 rue de Lille, Roubaix (59)", "point")
    assert (found.latitude, found.longitude) == (50.6912, 3.1746)
    assert found == place(found.id)
    assert seen == [
        {"q": "12 rue de Lille, Roubaix", "index": "address", "limit": "1", "citycode": "59512"}
    ]


@pytest.mark.parametrize(
    "said",
    [
        answer(score=0.3), answer(type="municipality"), answer(citycode="13055"),
        answer(citycode="00000"), {"features": []}, {"erreur": "?"}, [], web.Response(status=500),
        web.Response(text="<html>"),
    ],
)  # fmt: skip
async def test_a_doubtful_far_or_broken_answer_is_no_point(
    aiohttp_server: AiohttpServer, said: Any
) -> None:
    assert await locate("12 rue de Lille", ROUBAIX, await serve(aiohttp_server, said, [])) is None


async def test_offline_is_no_point() -> None:
    assert await locate("12 rue de Lille", ROUBAIX, "http://127.0.0.1:9/search") is None


@pytest.mark.parametrize(
    ("text", "end", "street"),
    [
        ("12 rue de Lille à Roubaix", 18, "12 rue de Lille"),
        ("un dentiste près du 3 bis avenue Jean Jaurès, à Lens", 48, "3 bis avenue Jean Jaurès"),
        ("kiné 7 place de la gare 59300", 24, "7 place de la gare"),
        ("dentiste à Roubaix", 11, ""),
        ("dentiste rue de Lille à Roubaix", 24, ""),
        ("j'ai 12 ans, rue à Roubaix", 19, ""),
        ("12 rue à Roubaix", 9, ""),
    ],
)
def test_a_street_is_read_with_its_number_only(text: str, end: int, street: str) -> None:
    assert street_in(text, end) == street


def test_a_shared_point_is_named_by_its_commune() -> None:
    assert place(point_id(50.69, 3.17, "59512")).label == "Roubaix (59)"
