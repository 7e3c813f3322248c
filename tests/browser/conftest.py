"""The demo site as a person starts it, and Debian's chromium in front of it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from tests.support.template import copy_template

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of this folder talk to their own machine, and run in one process."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.enable_socket)
            item.add_marker(pytest.mark.xdist_group("browser"))


@frozen
class DemoSite:
    """A running demo site."""

    url: str
    password: str
    data: Path
    log: Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(data: Path, *, port: int, log: Path) -> subprocess.Popen[bytes]:
    """Start `rosette demo` with a data folder of its own."""
    told = {**os.environ, "ROSETTE_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    told.pop("ROSETTE_MODE", None)
    told.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "rosette.cli", "demo", "--port", str(port)]
    with log.open("wb") as out:
        return subprocess.Popen(command, env=told, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)


def wait_for(url: str, *, seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}help/", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise TimeoutError(url)


def stop(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(15)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """The demo programme, started as `make demo` starts it."""
    folder = tmp_path_factory.mktemp("demo")
    data, log, port = folder / "data", folder / "log.txt", free_port()
    data.mkdir(mode=0o700)
    copy_template(data)
    process = serve(data, port=port, log=log)
    try:
        url = f"http://127.0.0.1:{port}/"
        wait_for(url)
        password = re.search(r"made for this run: (\S+)", log.read_text())
        assert password
        yield DemoSite(url, password[1], data, log)
    finally:
        stop(process)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def person(site: DemoSite, browser: Any) -> Iterator[Callable[..., Any]]:
    """A signed-in page of an invented person; scripts on or off, wide or narrow."""
    contexts: list[Any] = []

    def sign_in(word: str, *, scripts: bool = False, width: int = 1280, **more: Any) -> Any:
        context = browser.new_context(
            base_url=site.url, java_script_enabled=scripts, viewport={"width": width, "height": 900}, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/account/sign-in/")
        page.fill("#id_login", f"{word}@demo.invalid")
        page.fill("#id_password", site.password)
        page.click("button:has-text('Sign in')")
        assert page.locator("h1").inner_text() == "Today", page.content()[:3000]
        return page

    yield sign_in
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def tabs(site: Any, browser: Any) -> Iterator[Callable[[str], Any]]:
    """One signed-in tab a person, with scripts on so that axe can run."""
    opened: dict[str, Any] = {}

    def tab(word: str) -> Any:
        if word not in opened:
            context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}, bypass_csp=True)
            page = opened[word] = context.new_page()
            page.goto("/account/sign-in/")
            page.fill("#id_login", f"{word}@demo.invalid")
            page.fill("#id_password", site.password)
            page.click("button:has-text('Sign in')")
        return opened[word]

    yield tab
    for page in opened.values():
        page.context.close()


@pytest.fixture(scope="module")
def tab(site: Any, browser: Any) -> Iterator[Any]:
    """A visitor's tab without an account, with scripts on so that axe can run."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}, bypass_csp=True)
    yield context.new_page()
    context.close()
