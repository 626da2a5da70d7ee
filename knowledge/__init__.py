"""What Ariane knows: articles, dated amounts, contacts, places and care offer.

Read by `actions` and by `bot`; imports neither of them, nor Rasa.
"""
