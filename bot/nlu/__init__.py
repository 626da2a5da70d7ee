"""Understanding a sentence, without Rasa: wrapped by `bot.rasa_parts`, measured by itself."""
