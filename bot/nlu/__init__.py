"""Understanding a sentence, without Rasa: what `bot.rasa_parts` wraps and the benchmark measures."""
