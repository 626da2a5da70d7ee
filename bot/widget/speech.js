/**
 * Reading answers aloud, with a French voice installed on the device.
 *
 * Voices that live on a server are refused: they would send health words to a third party.
 */

/** @returns {SpeechSynthesisVoice|null} */
function localVoice() {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  return voices.find((voice) => voice.localService && voice.lang.toLowerCase().startsWith("fr")) ?? null;
}

export class Speech {
  #on = false;

  /** Browsers list their voices late: ask again each time. */
  get available() {
    return localVoice() !== null;
  }

  /** @param {boolean} on */
  set(on) {
    this.#on = on;
    if (!on) globalThis.speechSynthesis?.cancel();
  }

  /** @param {string} text with its light marks */
  say(text) {
    const voice = this.#on && localVoice();
    if (!voice) return;
    const utterance = new SpeechSynthesisUtterance(text.replace(/\*\*|^- /gm, "").replace(/https:\S+/g, ""));
    utterance.voice = voice;
    utterance.lang = voice.lang;
    speechSynthesis.speak(utterance);
  }
}
