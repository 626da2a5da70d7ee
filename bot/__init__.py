"""The public service: channels, relay, desk, command line. Imports `knowledge`, never `actions`.

Only `bot.rasa_parts` imports Rasa, because Rasa loads it.
"""
