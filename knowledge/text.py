"""Shared normalisation of what French people type: a form in which the same words look the same.

Pure functions, no vocabulary of any subject. Never show the result to a person: it is for
comparison only, and it drops everything that is not a Latin letter or a digit.
"""

import re
import unicodedata

ACCENT = re.compile(r"[\u0300-\u036f]")
SOFT_HYPHEN = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
WORD = re.compile(r"[a-z0-9]+")
LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
RUN = re.compile(r"([a-z])\1{2,}")
NUMBER_AND_UNIT = re.compile(r"(?<=[0-9])(?=(?:ans?|mois|jours?|h|heures?|mn|min|minutes?|kg)\b)")

# Spoken and SMS spellings that stand for one meaning only, whatever the subject.
SHORTHANDS = {
    "jai": "j ai", "jvai": "je vais", "jvais": "je vais", "jveux": "je veux",
    "jveu": "je veux", "jpeux": "je peux", "jpeu": "je peux", "jsuis": "je suis",
    "jsui": "je suis", "chuis": "je suis", "chui": "je suis", "jme": "je me",
    "jmen": "je m en", "jen": "j en", "den": "d en", "men": "m en", "fai": "fais",
    "fe": "fait", "jy": "j y", "jsens": "je sens", "jsais": "je sais", "jcrois": "je crois",
    "jpense": "je pense", "jvoudrais": "je voudrais", "jarrive": "j arrive",
    "jarive": "j arrive", "jarrete": "j arrete", "jetouffe": "j etouffe", "jetais": "j etais",
    "javais": "j avais", "jaimerais": "j aimerais", "jattends": "j attends",
    "jentends": "j entends", "jhabite": "j habite", "jappelle": "j appelle",
    "jaurais": "j aurais", "jessaie": "j essaie", "jessaye": "j essaye", "jte": "je te",
    "jdois": "je dois", "jfais": "je fais", "jprefere": "je prefere", "jperds": "je perds",
    "jrespire": "je respire", "jvois": "je vois", "jtiens": "je tiens", "jbouge": "je bouge",
    "jsaigne": "je saigne", "jvis": "je vis", "cest": "c est", "cetait": "c etait",
    "sest": "s est", "mest": "m est", "nest": "n est", "ya": "y a", "yen": "y en",
    "quil": "qu il", "quon": "qu on", "kil": "qu il", "kon": "qu on", "kelkun": "quelqu un",
    "kelqun": "quelqu un", "quelquun": "quelqu un", "qqn": "quelqu un", "qq1": "quelqu un",
    "qqun": "quelqu un", "kelke": "quelque", "qqch": "quelque chose", "qd": "quand",
    "kan": "quand", "kand": "quand", "pk": "pourquoi", "pkoi": "pourquoi", "prq": "pourquoi",
    "pq": "pourquoi", "koi": "quoi", "ki": "qui", "ke": "que", "k": "que", "pa": "pas",
    "plu": "plus", "tro": "trop", "bcp": "beaucoup", "bp": "beaucoup", "mtn": "maintenant",
    "mnt": "maintenant", "mtnt": "maintenant", "maintenent": "maintenant", "tjs": "toujours",
    "tjrs": "toujours", "jms": "jamais", "tt": "tout", "tte": "toute", "ts": "tous",
    "ds": "dans", "dc": "donc", "av": "avec", "avk": "avec", "vs": "vous", "ns": "nous",
    "vou": "vous", "pr": "pour", "ss": "sans", "svp": "s il vous plait",
    "stp": "s il te plait", "slt": "salut", "bjr": "bonjour", "bsr": "bonsoir",
    "rdv": "rendez vous", "rv": "rendez vous", "dr": "docteur", "medoc": "medicament",
    "medocs": "medicaments", "hosto": "hopital", "pb": "probleme", "pbs": "problemes",
    "msg": "message", "tel": "telephone", "bb": "bebe", "auj": "aujourd hui",
    "ajd": "aujourd hui", "o": "au", "oci": "aussi", "fo": "faut", "fau": "faut", "ve": "veux",
    "veu": "veux", "ossi": "aussi", "mem": "meme", "mm": "meme",
}  # fmt: skip
AFTER_C = frozenset({"est", "etait", "etaient", "ete", "eut", "en", "que"})


def strip_accents(text: str) -> str:
    """`text` without accents, case kept; ligatures are spelled out (« cœur » gives « coeur »)."""
    spelled = text.translate(LIGATURES)
    return unicodedata.normalize("NFC", ACCENT.sub("", unicodedata.normalize("NFKD", spelled)))


def normalise(text: str) -> str:
    """Lowercase unaccented words of `text` parted by single spaces, shorthands written in full.

    « J’ai MALLLL, jpeux plus ! » gives « j ai mal je peux plus ». Idempotent, linear, never fails.
    """
    plain = strip_accents(SOFT_HYPHEN.sub("", text)).lower()
    plain = NUMBER_AND_UNIT.sub(" ", RUN.sub(_shortened, plain))
    words = WORD.findall(plain)
    return " ".join(_in_full(words))


def _shortened(run: re.Match[str]) -> str:
    """One letter for an elongated one; a word made of one letter only (« stade III ») is kept."""
    before = run.string[max(run.start() - 1, 0) : run.start()]
    after = run.string[run.end() : run.end() + 1]
    return run.group(1) if re.search("[a-z]", before + after) else run.group(0)


def _in_full(words: list[str]) -> list[str]:
    """Write shorthands in full; « g » and « c » are « j'ai » and « c'est », unless units."""
    full = []
    for index, word in enumerate(words):
        after_number = index > 0 and words[index - 1].isdigit()
        following = words[index + 1] if index + 1 < len(words) else ""
        if word == "g" and not after_number:
            full += ["j", "ai"]
        elif word == "c" and not after_number and following not in AFTER_C:
            full += ["c", "est"]
        elif word == "j" and following and following[0] not in "aeiouyh":
            full.append("je")
        else:
            full += SHORTHANDS.get(word, word).split()
    return full
