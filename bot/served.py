"""The content Ariane runs on: a copy taken once checked, so that no edit can take the bot down.

When files are wrong, the last sound copy is served with the model trained on it, and that is said.
Judges nothing itself: faults come from `knowledge.check`; a copy made by other code is not trusted.
"""

import hashlib
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.model_file import model_path
from bot.preflight import NotReady, ensure_model
from knowledge.answers import today
from knowledge.check import Report, check_content
from knowledge.settings import PROJECT, Settings

CODE = ("actions", "bot", "knowledge")


class Served(BaseModel):
    """What is served. `faults`: why the files, as they are, are not; none when they are.

    `files`: what editors change; `content`: the copy that the parts read; `model`: what Rasa loads;
    `code`: fingerprint of the code that checked them, at `checked_at` (aware).
    """

    model_config = ConfigDict(frozen=True)

    files: Path
    content: Path
    model: Path
    code: str
    checked_at: datetime
    faults: tuple[str, ...] = ()

    def label(self) -> str:
        """The copy as people are told of it."""
        when = self.checked_at.astimezone()
        return f"dernier contenu sain, vérifié le {when:%d/%m/%Y} à {when:%H:%M}"


def choose(settings: Settings) -> Served:
    """Take a copy of the files if they are sound, keep the last one otherwise.

    Raise NotReady with every fault when there is no copy to fall back on.
    """
    faults = _faults(settings)
    if faults:
        last = last_sound(settings)
        if last is None:
            raise NotReady("\n".join([*faults, "Corrigez, puis recommencez."]))
        served = last.model_copy(update={"faults": tuple(faults)})
    else:
        served = _copy(settings)
    _record(settings, served)
    return served


def last_sound(settings: Settings) -> Served | None:
    """The copy served last, if it is still whole and was checked by this very code."""
    served = _recorded(settings)
    if served is None or served.code != _code():
        return None
    return served if served.content.is_dir() and served.model.is_file() else None


def running(settings: Settings) -> Served | None:
    """What this process serves; None when it reads the files themselves."""
    served = _recorded(settings)
    return served if served and served.content == settings.content else None


def check(settings: Settings) -> Report:
    """Report on the content; a shape that the check did not foresee is a fault, not a crash."""
    try:
        return check_content(today(), settings.content)
    except Exception as error:
        return Report([f"Un fichier n'a pas la forme attendue ({error!r}) : défaites son édition."])


def _faults(settings: Settings) -> list[str]:
    faults = check(settings).errors
    try:
        ensure_model(settings)
    except NotReady as error:
        faults.append(str(error))
    return faults


def _folder(settings: Settings) -> Path:
    return settings.var / "contenu"


def _copy(settings: Settings) -> Served:
    """A new dated copy; the others are removed once it is recorded."""
    now = datetime.now().astimezone()
    _folder(settings).mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{now:%Y-%m-%d-%Hh%M}-", dir=_folder(settings)))
    content = folder / "knowledge"
    shutil.copytree(settings.content, content, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return Served(
        files=settings.content,
        content=content,
        model=model_path(settings),
        code=_code(),
        checked_at=now,
    )


def _record(settings: Settings, served: Served) -> None:
    """Written aside then renamed: a cut leaves the former record whole."""
    record = _folder(settings) / "servi.json"
    draft = record.with_suffix(".tmp")
    draft.write_text(served.model_dump_json(indent=2), encoding="utf-8")
    draft.replace(record)
    for other in _folder(settings).iterdir():
        if other.is_dir() and other != served.content.parent:
            shutil.rmtree(other, ignore_errors=True)


def _recorded(settings: Settings) -> Served | None:
    try:
        return Served.model_validate_json((_folder(settings) / "servi.json").read_bytes())
    except (OSError, ValidationError):
        return None


def _code() -> str:
    digest = hashlib.sha256()
    for path in sorted(file for name in CODE for file in (PROJECT / name).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
