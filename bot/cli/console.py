"""How commands speak to people: results on standard output, everything else on standard error."""

import sys
from typing import NoReturn

from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(sentence: str, code: int = 1) -> NoReturn:
    """Say what went wrong and what to do, and leave with `code`."""
    err.print(sentence, style="bold red", markup=False)
    sys.exit(code)
