"""The command line: run, demo, check, export. The only event loops."""

from __future__ import annotations

import argparse
import asyncio
import gc
import logging
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot import __version__
from bot.errors import DarkroomError
from bot.exits import CLEAN, FAILED, ending_of
from bot.log import redact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.app import App
    from bot.config.settings import Settings

ENGINES = ("novita", "horde", "comfyui", "sdapi")
"""What the demo can be played with; said here so that ``--help`` need not load them."""
LEFT_OUT = frozenset({"bot.demo", "bot.playground"})
"""What the container has no use for."""
GARBAGE = (5000, 10, 10)
"""After how many new objects the collector looks at them: a command makes hundreds that are gone
by themselves when it is answered. Python's 700 cost a tenth of a busy bot's time."""
NO_DEMO = "the demo is not included here; run `make demo` in a clone of Darkroom's repository"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; see ``exits``."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.act(given))
    except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 - the terminal gets no traceback
        return _failed(error)


def _failed(error: BaseException, secrets: Iterable[str] = ()) -> int:
    """Tell the terminal why, one line for each cause; the log gets it all at DEBUG."""
    code, lines = ending_of(error)
    for line in lines:
        print(redact(line, secrets), file=sys.stderr)  # noqa: T201 - the terminal is what we talk to
    if logging.getLogger().isEnabledFor(logging.DEBUG):
        structlog.get_logger("bot.cli").debug("app.failed", exc_info=error)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="darkroom", description="Community image generation.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="command")
    run = commands.add_parser("run", help="run the bot, configured by the environment and .env")
    run.set_defaults(act=lambda _: _run())
    check = commands.add_parser("check", help="is everything set up?")
    check.set_defaults(act=lambda _: _check())
    export = commands.add_parser("export", help="everything stored about a job, as JSON")
    export.add_argument("job", help="its id, as in the names of its files")
    export.set_defaults(act=_export)
    demo = commands.add_parser("demo", help="the bot against stand-ins: no token, no key")
    mode = demo.add_mutually_exclusive_group()
    mode.add_argument("--tour", action="store_true", help="play a scripted tour, then exit")
    mode.add_argument("--serve", action="store_true", help="serve the page until stopped")
    demo.add_argument("--host", default="127.0.0.1", help="where the page listens (%(default)s)")
    demo.add_argument("--port", type=int, default=8080, help="the page's port (%(default)s)")
    demo.add_argument("--out", type=Path, default=Path("demo-out"), help="where images go")
    demo.add_argument("--speed", type=float, default=1.0, help="speed up the engine by this factor")
    demo.add_argument(
        "--engine", choices=ENGINES, default=ENGINES[0], help="whose stand-in (%(default)s)"
    )
    demo.set_defaults(act=_demo)
    return parser


def _run() -> int:
    from bot.config.settings import load  # noqa: PLC0415 - --help and wrong settings must answer at once

    settings = load()
    _log_by(settings)
    gc.disable()
    with asyncio.Runner(loop_factory=_quickest_loop()) as runner:
        return runner.run(_until_stopped(settings))


def _quickest_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes the loop of a busy bot: an eighth less CPU, where it can be installed."""
    try:
        import uvloop  # noqa: PLC0415 # it is not made for every platform
    except ImportError:
        return None
    return uvloop.new_event_loop


def _check() -> int:
    from bot.config.settings import load  # noqa: PLC0415 - as above

    settings = load()
    _log_by(settings)
    from bot.check import check  # noqa: PLC0415 - as above

    return CLEAN if asyncio.run(check(settings)) else FAILED


def _export(given: argparse.Namespace) -> int:
    from bot.config.settings import load  # noqa: PLC0415 - as above
    from bot.export import export  # noqa: PLC0415 - as above

    settings = load()
    _log_by(settings)
    print(asyncio.run(export(settings.database_url, given.job)))  # noqa: T201 - for the terminal
    return CLEAN


def _log_by(settings: Settings) -> None:
    from bot.log import configure  # noqa: PLC0415 - as above

    configure(
        settings.log_level,
        settings.log_format,
        secrets=settings.secrets,
        colors=sys.stderr.isatty(),
    )


def _demo(given: argparse.Namespace) -> int:
    try:
        from bot.demo import DemoOptions, demo  # noqa: PLC0415 - as above
    except ModuleNotFoundError as error:
        raise (DarkroomError(NO_DEMO) if error.name in LEFT_OUT else error) from error

    tour = given.tour or not (given.serve or sys.stdout.isatty())
    options = DemoOptions(
        tour=tour,
        host=given.host,
        port=given.port,
        out=given.out,
        engine=given.engine,
        speed=given.speed,
    )
    return CLEAN if asyncio.run(demo(options)) else FAILED


async def _until_stopped(settings: Settings) -> int:
    """Run the bot until SIGTERM or SIGINT."""
    from bot.app import App  # noqa: PLC0415 - as above

    # What was imported stays: the collector, off until here for a quick start, need not walk it.
    # From here on it runs: exceptions leave cycles behind, and memory would grow without it.
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    gc.enable()
    app = App(settings)
    setting_aside = asyncio.create_task(_set_aside(app))
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, app.stop)
    try:
        await app.run()
    except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 - as in main, with no secret told
        return _failed(error, settings.secrets)
    finally:
        setting_aside.cancel()
    return CLEAN


async def _set_aside(app: App) -> None:
    """Keep the collector from walking through what was made by the start: it stays to the end.

    A walk through it takes a twentieth of a second, in which nobody is answered.
    """
    await app.ready.wait()
    gc.collect()
    gc.freeze()
