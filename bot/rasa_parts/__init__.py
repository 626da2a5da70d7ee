"""The classes Rasa loads by path: tracker store, channel, NLU components. Nothing else imports Rasa."""
