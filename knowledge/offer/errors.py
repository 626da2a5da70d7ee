"""The one error of the care offer: a sentence an operator can act on."""


class OfferError(Exception):
    """An import that cannot be done, in one French sentence; the offer in use has not changed."""
