"""Phone numbers members give to be called: France and overseas, never a surcharged one. Pure."""

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

# A number written as people dial it locally: tried in turn, metropolitan France first.
REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT", "BL", "MF", "PM", "NC", "PF", "WF")
CALLED = (
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.VOIP,
)
# ARCEP keeps these for fiction and tests, which the library does not know as valid numbers.
FICTION = ("+3363998",)
HIDDEN = "•"
# The library reads letters as keys of an old telephone: « merci » would lengthen the number.
WRITTEN = re.compile(r"\+?\d[\d\s().\-]{4,}")


class PhoneRefused(Exception):
    """Not a number counselors call."""


class NotANumber(PhoneRefused):
    """No number that exists was found."""


def read_phone(typed: str) -> str:
    """The number in `typed`, as E.164 (« +33199001234 »); raise NotANumber or PhoneRefused."""
    written = WRITTEN.findall(typed)
    if len(written) != 1:
        raise NotANumber
    found = [one for one in (_parse(written[0], region) for region in REGIONS) if one]
    known = next((one for one in found if _known(one)), None)
    if known is None:
        raise NotANumber
    number = phonenumbers.format_number(known, PhoneNumberFormat.E164)
    region = phonenumbers.region_code_for_number(known)
    kind = phonenumbers.number_type(known)
    if not number.startswith(FICTION) and (region not in REGIONS or kind not in CALLED):
        raise PhoneRefused
    return number


def shown(number: str) -> str:
    """The number as a counselor dials it from France."""
    parsed = phonenumbers.parse(number)
    national = parsed.country_code == 33 or number.startswith(("+262", "+590", "+594", "+596"))
    form = PhoneNumberFormat.NATIONAL if national else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def masked(number: str) -> str:
    """The number with its beginning and its end only: « 06 •• •• •• 42 »."""
    digits = [place for place, mark in enumerate(shown(number)) if mark.isdigit()]
    hidden = set(digits[2:-2])
    return "".join(HIDDEN if at in hidden else mark for at, mark in enumerate(shown(number)))


def _parse(typed: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return None


def _known(number: PhoneNumber) -> bool:
    fiction = phonenumbers.format_number(number, PhoneNumberFormat.E164).startswith(FICTION)
    return fiction or phonenumbers.is_valid_number(number)
