"""Hide what tells who a person is, before a sentence is kept for review. Deterministic, pure.

Too much rather than too little: a word hidden for nothing costs a reviewer nothing. What stays may
still be health data: it is to be erased with its conversation.
"""

import re

import phonenumbers
from stdnum.fr import nir

MASK = re.compile(r"‹[^›]+›")

EMAIL = re.compile(
    r"(?<!\S)(?:[^\s@]*\s?@\s?\S*|\S+\s+arobase\s+\S+(?:\s+point\s+\S+)?)", re.IGNORECASE
)
MONTH = (
    r"(?:janv(?:ier)?|f[ée]v(?:rier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t"
    r"|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?)\.?"
)
DATE = re.compile(
    r"\b\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2}(?:\d{2})?\b"
    rf"|\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}(?:er)?\s+{MONTH}\s+\d{{2,4}}\b",
    re.IGNORECASE,
)
BIRTH_YEAR = re.compile(r"(?P<before>\bn[ée]+s?(?:\(e\))?\s+(?:le|en)\s+)\d{2,4}\b", re.IGNORECASE)
STREET = (
    r"(?:rue|avenue|av|boulevard|bd|bld|place|chemin|impasse|all[ée]e|route|rte|quai|cours|square"
    r"|r[ée]sidence|lotissement|passage|sentier|voie|faubourg|hameau|lieu[- ]dit)"
)
ADDRESS = re.compile(
    rf"\b\d{{1,4}}\s*(?:bis|ter|quater|[a-d]\b)?\s*,?\s*{STREET}\b\.?"
    r"(?:[ '’-]+(?!(?:à|a|et)\b)[^\W\d]+){0,6}",
    re.IGNORECASE,
)
# Seven digits or more however parted; 2A and 2B are the departments of Corsica.
NUMBER = re.compile(r"\+?\d(?:[\W_]{0,3}(?:\d|(?<=2)[ab](?=[\W_]{0,3}\d))){6,}", re.IGNORECASE)

PARTICLES = r"(?:(?i:de|du|des|la|le|van|von|ben|el)\s+|d['’])*"
CAPITALISED = rf"{PARTICLES}[^\W\d_a-zß-öø-ÿ][\w'’-]*"
NO_NAME = r"(?!(?i:et|j|je|a|à|ai|suis|mais|pour|qui|que|c|n[ée]e?|nom|pr[ée]nom)\b)"
ANY_WORD = rf"{PARTICLES}{NO_NAME}[^\W\d_][\w’-]*"
NAMES = (
    re.compile(
        rf"(?P<before>\b(?i:cordialement|sign[ée]e?)\b\s*[:,]?\s*){ANY_WORD}(?:\s+{ANY_WORD})?"
    ),
    re.compile(
        r"(?P<before>(?i:\bm['’ ]?app?ell?e\s|\bmoi c['’ ]est\s"
        r"|\b(?:nom|pr[ée]nom)(?: de famille)?(?:\s+est\s|\s+c['’ ]est\s|\s*:))\s*)"
        rf"{ANY_WORD}(?:\s+{ANY_WORD})?(?:\s+{CAPITALISED})?"
    ),
    re.compile(
        rf"(?P<before>\b(?i:mme|mlle|mr|dr|pr)\b\.?\s*){ANY_WORD}(?:\s+{CAPITALISED}){{0,2}}"
    ),
    re.compile(
        r"(?P<before>\b(?:M\.?|(?i:monsieur|madame|mademoiselle|docteur|professeur|ma[iî]tre"
        r"|je suis|mari|femme|[ée]pouse|[ée]poux|compagnon|compagne|conjointe?|fils|fille|enfant"
        r"|m[èe]re|p[èe]re|maman|papa|fr[èe]re|s(?:œ|oe)ur))\s*[:,]?\s+)"
        rf"{CAPITALISED}(?:\s+{CAPITALISED}){{0,2}}"
    ),
)


def redact(text: str) -> str:
    """`text` with e-mails, dates, addresses, long numbers and announced names under masks."""
    hidden = EMAIL.sub("‹e-mail›", text)
    hidden = NUMBER.sub(lambda found: _kind_of(found[0]), hidden)
    hidden = BIRTH_YEAR.sub(r"\g<before>‹date›", DATE.sub("‹date›", hidden))
    hidden = ADDRESS.sub("‹adresse›", hidden)
    for introduced in NAMES:
        hidden = introduced.sub(r"\g<before>‹nom›", hidden)
    return hidden


def _kind_of(number: str) -> str:
    """The mask that tells a reviewer what stood there."""
    if DATE.fullmatch(number):
        return "‹date›"
    if nir.is_valid(number):
        return "‹numéro de sécurité sociale›"
    try:
        dialled = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return "‹numéro›"
    return "‹téléphone›" if phonenumbers.is_possible_number(dialled) else "‹numéro›"
