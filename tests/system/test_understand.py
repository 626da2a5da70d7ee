"""`ariane understand` streams JSON lines and nothing else, and names the line it cannot read."""

import json
import subprocess
import sys
from pathlib import Path

from knowledge.settings import PROJECT
from tests.system.stack import Running

SENTENCES = [
    "dentiste à Valenciennes",
    "jveux en finir",
    "un kiné à Saint-Denis pour ma mère de 80 ans",
]


def test_each_sentence_gives_one_json_line_and_an_unreadable_one_its_number(
    ariane: Running, tmp_path: Path
) -> None:
    source = tmp_path / "phrases.txt"
    source.write_bytes(b"\xff\xfe\n" + "\n".join(SENTENCES).encode())
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "understand", str(source)],
        env=ariane.env,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    dentist, distress, physio = (json.loads(line) for line in done.stdout.splitlines())
    assert done.returncode == 1
    assert "ligne 1 : caractères illisibles" in done.stderr
    assert (dentist["besoin"]["id"], dentist["commune"]["id"]) == ("dentiste", "59606")
    assert (distress["red_flag"], distress["theme"]) == ("suicide", "detresse_psychique")
    assert len(physio["commune"]["homonymes"]) == 4


def test_what_members_write_is_in_no_log(ariane: Running) -> None:
    secret = "zygomatique"
    ariane.ask(f"mon {secret} me gratte, dentiste à Valenciennes")
    logs = list((ariane.var / "journaux").glob("*.log"))
    assert len(logs) == 3
    assert not [log.name for log in logs if secret in log.read_text(encoding="utf-8")]
