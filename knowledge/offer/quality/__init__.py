"""Quality of care as HAS publishes it: imported, kept by FINESS number, read in plain words.

Never ranks establishments, and never says more than the indicator measures.
"""

from knowledge.offer.quality.display import QualityLine, quality_of
from knowledge.offer.quality.importing import QUALITY_FORMATS, quality_status, run
from knowledge.offer.quality.models import QualityResult, QualitySource

__all__ = [
    "QUALITY_FORMATS", "QualityLine", "QualityResult", "QualitySource", "quality_of",
    "quality_status", "run",
]  # fmt: skip
