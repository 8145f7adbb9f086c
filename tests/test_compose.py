"""docker-compose.yaml, as docker-compose itself reads it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SECRETS = ("POSTGRES_PASSWORD", "ADMIN_PASSWORD", "VIEWER_PASSWORD", "AIRFLOW_JWT_SECRET", "AIRFLOW_FERNET_KEY")


@pytest.fixture(scope="module")
def docker_compose() -> str:
    if (program := shutil.which("docker-compose")) is None:
        if os.environ.get("CI") == "true":
            pytest.fail("docker-compose is not installed")
        pytest.skip("docker-compose is not installed")
    return program


def config(program: str, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """`docker-compose config` with these variables and nothing of the developer's own .env."""
    env = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **environ}
    with tempfile.NamedTemporaryFile(suffix=".env") as empty:
        command = [program, "--env-file", empty.name, "-f", ROOT / "docker-compose.yaml", *words, "config"]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def services(program: str, *words: str) -> dict[str, Any]:
    done = config(program, *words, **dict.fromkeys(SECRETS, "secret"))
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = yaml.safe_load(done.stdout)["services"]
    return found


def test_it_is_valid_and_the_newsroom_comes_with_the_demo_profile_only(docker_compose: str) -> None:
    assert "newsroom" not in {name for name, service in services(docker_compose).items() if not service.get("profiles")}
    assert services(docker_compose, "--profile", "demo")["newsroom"]["profiles"] == ["demo"]


def test_everything_waits_for_the_migrations(docker_compose: str) -> None:
    found = services(docker_compose)
    for name in ("api-server", "scheduler", "dag-processor", "triggerer"):
        assert found[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_only_loopback_ports_are_published(docker_compose: str) -> None:
    ports = [port for service in services(docker_compose).values() for port in service.get("ports", [])]
    assert ports
    assert all("127.0.0.1" in str(port) for port in ports)


@pytest.mark.parametrize("missing", SECRETS)
def test_a_missing_secret_is_named(docker_compose: str, missing: str) -> None:
    done = config(docker_compose, **{name: "secret" for name in SECRETS if name != missing})
    assert done.returncode != 0
    assert missing in done.stderr
    assert "copy .env.example to .env" in done.stderr
