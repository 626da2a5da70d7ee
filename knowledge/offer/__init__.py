"""Local care offer: import official files, find the nearest establishments for a need.

Called synchronously by `actions` and by the command line; knows neither of them.
"""

from knowledge.offer.campus import Grouped, grouped, read_ahead
from knowledge.offer.criteria import criteria, extract_criteria, mask
from knowledge.offer.errors import OfferError
from knowledge.offer.found import Found, SearchResult
from knowledge.offer.imports.formats import Progress, Report
from knowledge.offer.models import offer_engine, offer_in_use
from knowledge.offer.named import Named, named_in
from knowledge.offer.names import search_name
from knowledge.offer.search import FIRST_RADIUS_KM, known_marks, search
from knowledge.offer.service import SourceStatus, ensure_demonstration, import_file, status

__all__ = [
    "FIRST_RADIUS_KM", "Found", "Grouped", "Named", "OfferError", "Progress", "Report",
    "SearchResult", "SourceStatus", "criteria", "ensure_demonstration", "extract_criteria",
    "grouped", "import_file", "known_marks", "mask", "named_in", "offer_engine", "offer_in_use",
    "read_ahead", "search", "search_name", "status",
]  # fmt: skip
