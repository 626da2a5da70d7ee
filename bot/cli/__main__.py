"""`python -m bot.cli`: the `ariane` command where it is not installed as a script."""

from bot.cli import main

main()
