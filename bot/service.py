"""The public process: `python -m bot.service`, started and watched by the supervisor."""

import logging
import resource

import structlog
from aiohttp import web

from bot.app import build_app
from bot.keys import SERVED
from knowledge.settings import settings


def configure_logs() -> None:
    """One JSON line per event on standard output; never what a member wrote, never an address."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    )


def allow_many_windows() -> None:
    """Each open window is an open file, and the usual limit is 1024: take all that is granted."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def main() -> None:
    """Serve until told to stop."""
    configure_logs()
    allow_many_windows()
    house = settings()
    app = build_app(house)
    served = app[SERVED]
    if served and served.faults:
        structlog.get_logger().warning("last_sound_content", faults=list(served.faults))
    web.run_app(
        app,
        host=house.host,
        port=house.port,
        print=None,
        access_log=None,
        shutdown_timeout=5,
    )


if __name__ == "__main__":
    main()
