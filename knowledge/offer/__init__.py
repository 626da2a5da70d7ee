"""Local care offer: import official files, find the nearest establishments for a need.

Called synchronously by `actions` and by the command line; knows neither of them.
"""

from knowledge.offer.campus import Grouped, grouped, read_ahead
from knowledge.offer.criteria import criteria, extract_criteria, mask
from knowledge.offer.errors import OfferError
from knowledge.offer.found import Found, SearchResult
from knowledge.offer.imports.formats import Progress, Report
from knowledge.offer.models import offer_engine, offer_in_use
from knowledge.offer.search import FIRST_RADIUS_KM, known_marks, search
from knowledge.offer.service import SourceStatus, ensure_demonstration, import_file, status

__all__ = [
    "FIRST_RADIUS_KM", "Found", "Grouped", "OfferError", "Progress", "Report", "SearchResult",
    "SourceStatus", "criteria", "ensure_demonstration", "extract_criteria", "grouped",
    "import_file", "known_marks", "mask", "offer_engine", "offer_in_use", "read_ahead",
    "search", "status",
]  # fmt: skip
