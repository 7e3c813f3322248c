"""What the server reads from its environment, once, with every fault listed."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, cast

from attrs import field, frozen

from rosette.kernel import BadInput, Problems, UsageError, one_of
from rosette.server.registry import address_of

Mode = Literal["production", "demo", "development", "test"]
MODES: tuple[Mode, ...] = ("production", "demo", "development", "test")
YES, NO = ("1", "yes", "true"), ("", "0", "no", "false")


class EnvironmentFault(BadInput):
    """The environment cannot be used: a variable says something that the server does not know."""


@frozen(kw_only=True)
class Environment:
    """The variables of the server; the names stand in docs/reference/environment.md."""

    mode: Mode
    data: Path
    debug: bool
    database_url: str = field(repr=False)
    hosts: tuple[str, ...]
    tls: Literal["", "own", "proxy"]
    checkpoints: Path
    keys: Path
    scanner: str
    office_mail: str
    registry: str

    @property
    def loopback_only(self) -> bool:
        """Whether every host that is answered is this very machine."""
        return all(_is_loopback(host) for host in self.hosts)


def read_environment(variables: Mapping[str, str]) -> Environment:
    """Read the variables; raises EnvironmentFault with every fault."""
    problems = Problems()
    mode = _choice(variables, "ROSETTE_MODE", MODES, "production", problems)
    tls = _choice(variables, "ROSETTE_TLS", ("", "own", "proxy"), "", problems)
    debug = _flag(variables, "ROSETTE_DEBUG", problems)
    data = _data(variables, mode)
    registry = _registry(variables, problems)
    problems.raise_as(EnvironmentFault, what="environment")
    return Environment(
        mode=cast("Mode", mode),
        data=data,
        debug=debug,
        database_url=variables.get("DATABASE_URL", ""),
        hosts=_list(variables.get("ROSETTE_HOSTS", "127.0.0.1,localhost,[::1]")),
        tls=cast("Literal['', 'own', 'proxy']", tls),
        checkpoints=Path(variables.get("ROSETTE_CHECKPOINTS") or data / "checkpoints"),
        keys=Path(variables.get("ROSETTE_KEYS") or data / "keys.json"),
        scanner=variables.get("ROSETTE_SCANNER", ""),
        office_mail=variables.get("ROSETTE_OFFICE_MAIL", ""),
        registry=registry,
    )


def _data(variables: Mapping[str, str], mode: str) -> Path:
    """The folder of the runtime data: never inside the source tree."""
    if variables.get("ROSETTE_DATA"):
        return Path(variables["ROSETTE_DATA"]).expanduser().absolute()
    home = Path(variables.get("XDG_DATA_HOME") or Path(variables.get("HOME", "/")) / ".local" / "share")
    return home / ("rosette" if mode == "production" else f"rosette-{mode}")


def _choice(variables: Mapping[str, str], name: str, choices: tuple[str, ...], default: str, problems: Problems) -> str:
    value = variables.get(name, default)
    if value not in choices:
        problems.add(name, found=f'"{value}"', wanted=one_of(choices))
    return value


def _flag(variables: Mapping[str, str], name: str, problems: Problems) -> bool:
    value = variables.get(name, "").casefold()
    if value not in YES + NO:
        problems.add(name, found=f'"{value}"', wanted="yes or no")
    return value in YES


def _registry(variables: Mapping[str, str], problems: Problems) -> str:
    """The address of a trial registry; without one nobody is asked."""
    address = variables.get("ROSETTE_REGISTRY", "")
    try:
        if address:
            address_of(address)
    except UsageError as fault:
        problems.add("ROSETTE_REGISTRY", found=str(fault))
    return address


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _is_loopback(host: str) -> bool:
    if host in ("localhost", "testserver"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
