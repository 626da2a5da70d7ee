"""Places of France: look one up, or find those a member names. Imports neither bot nor actions.

place("59606").label                        -> "Valenciennes (59)"
extract_places("dentiste à Saint-Denis")    -> one mention, several candidates: ask which
"""

from knowledge.places.extract import PlaceMention
from knowledge.places.gazetteer import Place, place
from knowledge.places.mentions import extract_places

__all__ = ["Place", "PlaceMention", "extract_places", "place"]
