"""`sealegs board`: the instructor's view of a class, live over MQTT or from the files that learners exported."""

from __future__ import annotations

import argparse
import os
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui import paths
from tui.errors import UsageError
from tui.verbs.its_course import add_course, its_course

if TYPE_CHECKING:
    from tui.classroom.address import Address
    from tui.classroom.broker import OwnBroker
    from tui.classroom.learner import Membership
    from tui.model.course import Course
    from tui.model.roster import Roster
    from tui.screens.board import BoardApp

DOES = "see who is where in a class, who is stuck and who has a hand up"
LISTEN = "0.0.0.0:1883"
POLICIES = (
    ("gate", "off|soft|hard"),
    ("solutions", "always|never|after-hints|after-5-minutes"),
    ("blocks", "insert|type"),
    ("minutes", "yes|no"),
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `board`."""
    add = parser.add_argument
    what = "a broker's class (mqtt://HOST/CLASS), or files from `sealegs progress export`; without: a broker of its own"
    add("sources", nargs="*", metavar="URL|FILE", help=what)
    add("--listen", default=LISTEN, metavar="HOST:PORT", help=f"where a broker of its own listens ({LISTEN})")
    add("--name", default="class", metavar="CLASS", help="the class's name at a broker of its own (class)")
    add("--stuck", type=float, default=8.0, metavar="MINUTES", help="who got nowhere for so long is stuck (8)")
    what = "how the class is run; can be said several times: " + ", ".join(f"{key}={value}" for key, value in POLICIES)
    add("--policy", action="append", default=[], metavar="KEY=VALUE", help=what)
    add("--report", type=Path, metavar="FOLDER", help="write the report of the files there, and show nothing")
    add_course(parser)
    add("--theme", choices=("dark", "light"), default="dark", help="colours")


def add_joining(parser: argparse.ArgumentParser) -> None:
    """The options by which a lab joins a class."""
    class_ = parser.add_mutually_exclusive_group()
    class_.add_argument("--class", dest="joins", default="", metavar="URL", help="join a class: mqtt://HOST/CLASS")
    class_.add_argument("--lead", default="", metavar="URL", help="lead a class: others may follow to your page")
    parser.add_argument("--name", default="", metavar="NAME", help="--class: what the class board calls you")


def joined(options: argparse.Namespace) -> Membership | None:
    """The class that was said to be joined. Raises `UsageError`."""
    if not options.joins and not options.lead:
        return None
    from tui.classroom.joining import leading, membership

    if options.lead:
        return leading(options.lead)
    return membership(options.joins, options.name, paths.data() / "class.json", input)


def run(options: argparse.Namespace) -> int:
    """Show the board, or write the report."""
    from tui.course.params import filled, longest

    course = its_course(options)
    # Each learner has values of their own; the board shows the longest.
    course = filled(course, longest(course.params))
    policies = _policies(options.policy)
    addresses = [each for each in options.sources if "://" in each]
    files = [Path(each) for each in options.sources if "://" not in each]
    if len(addresses) > 1 or (addresses and files):
        raise UsageError("A board shows one class, or files.", "Name one address, or the files alone.")
    if policies and files:
        raise UsageError("--policy is for a class that is taking place, not for files.")
    if options.report is not None:
        if not files:
            raise UsageError("--report needs the files that learners exported.")
        print(_write_report(course, options.report, _from_files(course, files)))
        return 0
    if files:
        return _show(_board(course, options, _from_files(course, files)))
    if addresses:
        from tui.classroom.address import address_of

        return _follow(course, options, address_of(addresses[0]), policies)
    return _host(course, options, policies)


def _policies(said: list[str]) -> bytes:
    """What the class is to be told of how it is run: a `PoliciesRecord`, or nothing if nothing was said."""
    from pydantic import ValidationError

    from tui.model.classroom import PoliciesRecord

    chosen = dict(each.partition("=")[::2] for each in said)
    wrong = [key for key in chosen if key not in dict(POLICIES)]
    try:
        record = PoliciesRecord.model_validate(chosen)
    except ValidationError as error:
        wrong += [str(each["loc"][0]) for each in error.errors()]
    if wrong:
        ways = ", ".join(f"{key}={value}" for key, value in POLICIES)
        raise UsageError(f"--policy {wrong[0]}={chosen[wrong[0]]} is no policy.", f"There are: {ways}")
    return record.model_dump_json(exclude_none=True).encode() if chosen else b""


def _show(app: BoardApp) -> int:
    app.run(mouse=False)
    return app.return_code or 0


def _board(
    course: Course, options: argparse.Namespace, roster: Roster, join: str = "", *, hosts: bool = False
) -> BoardApp:
    from tui.screens.board import BoardApp

    report = partial(_write_report, course, Path.cwd())
    return BoardApp(course, roster, report, options.theme, join, options.stuck * 60, hosts)


def _from_files(course: Course, files: list[Path]) -> Roster:
    """The learners of files, each by the name of its file."""
    import secrets  # late, as all that other verbs can do without

    from tui.classroom.telling import first_record
    from tui.model.export import Export
    from tui.model.roster import Roster, Seat
    from tui.progress import understood

    seats = {}
    for file in files:
        export = understood(Export, file.read_bytes(), file)
        if export.progress.course != course.id:
            raise UsageError(f"{file} is about the course {export.progress.course!r}, not {course.id!r}.")
        record = first_record(course, export.progress, file.stem[:40], file.stat().st_mtime)
        seats[secrets.token_hex(8)] = Seat(record, online=False)
    return Roster(seats)


def _host(course: Course, options: argparse.Namespace, policies: bytes) -> int:
    """A board with a broker of its own, for the class in the room."""
    from tui.classroom.address import Address
    from tui.classroom.broker import LEAD, OwnBroker
    from tui.model.classroom import Topics

    host, _, port = options.listen.rpartition(":")
    if not host or not port.isdecimal():
        raise UsageError(f"{options.listen} is no place to listen.", f"For example: --listen {LISTEN}")
    reached = _own_address() if host in ("0.0.0.0", "::") else host
    at = Address(reached, int(port), options.name)
    broker: OwnBroker = OwnBroker(host, int(port), Topics(options.name).root)
    try:
        lead = f"mqtt://{LEAD}:{broker.password}@{str(at).removeprefix('mqtt://')}"
        join = f"{_joining(at)}\nInstructor: {paths.launcher()} --lead {lead}"
        local = Address("127.0.0.1" if reached != host else host, at.port, at.name, False, LEAD, broker.password)
        return _follow(course, options, local, policies, join, hosts=True)
    finally:
        broker.close()


def _joining(at: Address) -> str:
    """How a learner joins, whose lab is installed as this one is."""
    return f"Join: {paths.launcher()} --class {at}"


def _follow(
    course: Course, options: argparse.Namespace, at: Address, policies: bytes, join: str = "", *, hosts: bool = False
) -> int:
    """A board that follows a class at a broker, and tells it how it is run, if that was said."""
    import secrets

    from tui.classroom.link import Line
    from tui.model.classroom import Topics
    from tui.model.roster import Roster

    topics = Topics(at.name)
    app = _board(course, options, Roster(), join or _joining(at), hosts=hosts)
    line = Line(at, f"board-{secrets.token_hex(4)}", (topics.learners, topics.onlines), partial(app.hear, topics.root),
                app.tell)  # fmt: skip
    if policies:
        line.say(topics.policies, policies)
    line.start()
    try:
        return _show(app)
    finally:
        line.close({})


def _own_address() -> str:
    """The address by which others in the room reach this machine, as far as it can be known; nothing is sent."""
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address of nobody (RFC 5737): only the route to it is looked up
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])


def _write_report(course: Course, folder: Path, roster: Roster) -> str:
    """Write the report as Markdown and as CSV; says where. Nothing is overwritten."""
    from tui.view.class_report import comma_separated, markdown
    from tui.whole_file import write

    now = time.time()
    records = [seat.record for seat in roster.seats.values()]
    stem = time.strftime(f"{course.id}-class-%Y-%m-%dT%H-%M-%S", time.localtime(now))
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / f"{stem}.md", markdown(course, records, now).encode())
    write(folder / f"{stem}.csv", comma_separated(course, records).encode())
    return f"Written: {os.path.relpath(folder / stem)}.md and .csv"
