"""Words of the cards of places, from `cartes.yml`."""

from functools import cache

from knowledge.content import ROOT, read_yaml


@cache
def _texts() -> dict[str, str]:
    found: dict[str, str] = read_yaml(ROOT / "offer" / "cartes.yml")
    return found


def worded(key: str, **values: object) -> str:
    """One text with its `values`; raise KeyError when there is none."""
    text = _texts()[key]
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
