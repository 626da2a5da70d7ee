"""Classes Rasa loads by path: tracker store, channel, NLU. Nothing else imports Rasa."""
