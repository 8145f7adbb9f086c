"""Everything that runs together on one machine: started in order, ended in the opposite order."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field

from embargowatch import store
from embargowatch.local import airflow, postgres, processes
from embargowatch.local.home import Home, choose_ports, read_secrets
from embargowatch.local.ports import answers_within
from embargowatch.local.telling import say

SERVER_WITHIN_S = 60.0
AIRFLOW_WITHIN_S = 300.0


class AlreadyRunning(RuntimeError):
    """This installation runs already."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a mode asks for."""

    environ: Mapping[str, str]
    """The settings of the mode."""
    newsroom: tuple[str, ...] | None = None
    """Arguments of the demo newsroom; None for real news."""
    inbox: bool = False
    """Whether a mail catcher stands in for the mail server."""
    database_url: str = ""
    """The operator's own database for the records; empty for the embedded one."""
    metadata_url: str = ""
    """The operator's own database for Airflow's metadata; empty for the embedded one."""


@dataclass(slots=True)
class Household:
    """What runs, and where."""

    home: Home
    ports: Mapping[str, int]
    secrets: Mapping[str, str]
    database_url: str = ""
    metadata_url: str = ""
    programs: list[processes.Program] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.ports['airflow']}"

    def open_api(self) -> airflow.Api:
        """Airflow's REST API, before its login."""
        return airflow.Api(self.base, "admin", self.secrets["admin"])

    def check(self) -> None:
        """Raise AirflowFailed naming the program that has ended, and its log."""
        for program in self.programs:
            if (code := program.process.poll()) is not None:
                raise airflow.AirflowFailed(f"{program.name} ended with status {code}; read {program.log}")

    def start(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Start a program; `running` ends it."""
        say(f"{name}: starting")
        self._add(processes.start(name, command, env=env, log=self.home.logs / f"{name}.log"))

    def start_postgres(self, at_end: ExitStack) -> postgres.Cluster:
        """Start the embedded PostgreSQL and wait until it answers."""
        port = self.ports["postgres"]
        say(f"postgres: starting on 127.0.0.1:{port}")
        cluster = postgres.prepare(self.home.postgres, port)
        server = postgres.server(cluster)
        at_end.callback(postgres.stop, server)
        self._add(processes.Program("postgres", server, cluster.log))
        postgres.wait_until_ready(cluster, server)
        return cluster

    def _add(self, program: processes.Program) -> None:
        self.programs.append(program)
        processes.note(self.home.running, {one.name: one.process.pid for one in self.programs}, {"airflow": self.base})


@contextmanager
def running(home: Home, plan: Plan) -> Iterator[Household]:
    """Start everything; end everything, whatever happens. Raises a named error that says what did not start."""
    if alive := processes.noted(home.running)[0]:
        raise AlreadyRunning(f"{', '.join(sorted(alive))} of {home.folder} still run. Stop them with: ./run stop")
    ports, moved = choose_ports(home)
    for line in moved:
        say(line)
    household = Household(home, ports, read_secrets(home))
    with ExitStack() as at_end:
        at_end.callback(home.running.unlink, missing_ok=True)
        try:
            _databases(household, plan, at_end)
            at_end.callback(_end_programs, household)
            _start_programs(household, plan)
            yield household
        finally:
            _ignore_interrupts()


def _databases(household: Household, plan: Plan, at_end: ExitStack) -> None:
    """Find or start the databases, and bring the records' tables up to date."""
    household.database_url, household.metadata_url = plan.database_url, plan.metadata_url
    if not (plan.database_url and plan.metadata_url):
        cluster = household.start_postgres(at_end)
        for name in ("airflow", "embargowatch"):
            postgres.create_database(cluster, name)
        household.metadata_url = plan.metadata_url or cluster.url("airflow")
        household.database_url = plan.database_url or cluster.url("embargowatch")
    with closing(store.connect(household.database_url)) as db:
        if applied := store.migrate(db):
            say(f"the records' tables are there: {', '.join(applied)}")


def _start_programs(household: Household, plan: Plan) -> None:
    env = _environment(household, plan)
    ports, home = household.ports, household.home
    if plan.newsroom is not None:
        env["EMBARGOWATCH_ALLOW_HOSTS"] = f"127.0.0.1:{ports['newsroom']}"
        arguments = ("--port", str(ports["newsroom"]), "--state", str(home.newsroom), *plan.newsroom)
        arguments += ("--private-port", str(ports["inbox"]))  # somebody listens there, and must not be reached
        household.start("newsroom", (sys.executable, "-m", "embargowatch.demo.newsroom", *arguments), env)
    if plan.inbox:
        arguments = ("--port", str(ports["smtp"]), "--web-port", str(ports["inbox"]), "--state", str(home.inbox))
        household.start("inbox", (sys.executable, "-m", "embargowatch.demo.mail_catcher", *arguments), env)
    if airflow.migrate(home, env):
        say("Airflow's own tables are there")
    for name, words in airflow.PROGRAMS.items():
        household.start(name, airflow.command(*words), env)
    if plan.newsroom is not None:
        answers_within(ports["newsroom"], SERVER_WITHIN_S, "newsroom")
    if plan.inbox:
        answers_within(ports["smtp"], SERVER_WITHIN_S, "inbox")
    answers_within(ports["airflow"], AIRFLOW_WITHIN_S, "api-server", household.check)
    for name, words in airflow.SCHEDULING.items():
        household.start(name, airflow.command(*words), env)


def _environment(household: Household, plan: Plan) -> dict[str, str]:
    env = airflow.environment(household.home, household.ports, household.secrets, household.metadata_url)
    env["EMBARGOWATCH_DATABASE_URL"] = env["AIRFLOW_CONN_EMBARGOWATCH_DB"] = household.database_url
    env.setdefault("EMBARGOWATCH_DESK_URL", f"{household.base}/embargowatch")
    if plan.inbox:
        extra = {"disable_ssl": True, "disable_tls": True, "from_email": "Embargo Watch <desk@example.org>"}
        port = household.ports["smtp"]
        env["AIRFLOW_CONN_SMTP_DEFAULT"] = json.dumps(
            {"conn_type": "smtp", "host": "127.0.0.1", "port": port, "extra": extra}
        )
    return {**env, **plan.environ}


def _end_programs(household: Household) -> None:
    others = [program for program in household.programs if program.name != "postgres"]
    say(f"ending {', '.join(program.name for program in others)}")
    processes.end([program.process.pid for program in others])


def _ignore_interrupts() -> None:
    """A second Ctrl-C while things end must not leave half of them running."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
