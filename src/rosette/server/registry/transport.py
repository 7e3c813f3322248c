"""One request and its whole answer: bounded in time and size, never redirected, never through a proxy."""

from __future__ import annotations

import http.client
import ipaddress
import ssl
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import urlsplit

from attrs import field, frozen

from rosette.kernel import UsageError

SOCKET_SECONDS = 20.0
WHOLE_SECONDS = 120.0
LARGEST_BYTES = 64 * 1024 * 1024
CHUNK = 64 * 1024


class TransportFault(Exception):
    """No whole answer came; asking again may help when `again`."""

    def __init__(self, what: str, *, again: bool = True) -> None:
        super().__init__(what)
        self.again = again


@frozen(kw_only=True)
class Address:
    """Where a registry answers."""

    secure: bool
    host: str
    port: int
    base: str = ""

    def url(self, path: str) -> str:
        """The whole address of a path."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.secure else 'http'}://{host}:{self.port}{self.base}{path}"


@frozen(kw_only=True)
class Answer:
    """Status, headers (names in small letters) and the whole body."""

    status: int
    headers: Mapping[str, str] = field(factory=dict)
    body: bytes = field(default=b"", repr=False)


class Transport(Protocol):
    """What sends a request: the network, or a stand-in of a test."""

    def __call__(self, address: Address, path: str, headers: Mapping[str, str]) -> Answer:
        """Send one GET request; raises TransportFault when no whole answer came."""


def address_of(url: str) -> Address:
    """Read an address; raises UsageError. Without TLS only this very machine is asked."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise UsageError(f'"{url}" is not an address: {fault}') from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise UsageError(f'"{url}" is not an address of a registry; give one such as https://HOST')
    if any(ord(each) <= ord(" ") or ord(each) > ord("~") for each in url):
        raise UsageError(f"{url!r} has characters that no address has; give one such as https://HOST")
    secure = parts.scheme == "https"
    if not secure and not _is_here(parts.hostname):
        raise UsageError(f'"{url}" is not encrypted, so its answer could be changed on the way; give its https address')
    base = parts.path.rstrip("/").removesuffix("/studies").removesuffix("/api/v2")
    return Address(secure=secure, host=parts.hostname, port=port or (443 if secure else 80), base=base)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@frozen(kw_only=True)
class Network:
    """Sends requests with the standard library. now: a clock that only goes forward, in seconds."""

    now: Callable[[], float]
    socket_seconds: float = SOCKET_SECONDS
    whole_seconds: float = WHOLE_SECONDS
    largest: int = LARGEST_BYTES

    def __call__(self, address: Address, path: str, headers: Mapping[str, str]) -> Answer:
        """Send one GET request; raises TransportFault when no whole answer came."""
        connection = self._connection(address)
        try:
            connection.request("GET", address.base + path, headers=dict(headers))
            response = connection.getresponse()
            told = {name.lower(): value for name, value in response.getheaders()}
            return Answer(status=response.status, headers=told, body=self._body(response, told))
        except ssl.SSLError as fault:
            raise TransportFault(f"the encrypted connection failed ({fault.reason})", again=False) from None
        except TimeoutError:
            raise TransportFault(f"no answer within {self.socket_seconds:g} s") from None
        except http.client.IncompleteRead as fault:
            raise TransportFault(f"the answer broke off after {len(fault.partial)} bytes") from None
        except (OSError, http.client.HTTPException) as fault:
            raise TransportFault(f"no connection ({_why(fault)})") from None
        finally:
            connection.close()

    def _connection(self, address: Address) -> http.client.HTTPConnection:
        if not address.secure:
            return http.client.HTTPConnection(address.host, address.port, timeout=self.socket_seconds)
        return http.client.HTTPSConnection(
            address.host, address.port, timeout=self.socket_seconds, context=ssl.create_default_context()
        )

    def _body(self, response: http.client.HTTPResponse, headers: Mapping[str, str]) -> bytes:
        """Read to the end, unless it comes too slowly, is too large, or is shorter than was said."""
        until, parts, size = self.now() + self.whole_seconds, [], 0
        while part := response.read1(CHUNK):
            parts.append(part)
            size += len(part)
            if size > self.largest:
                raise TransportFault(f"the answer is larger than {self.largest} bytes", again=False)
            if self.now() > until:
                raise TransportFault(f"the answer took longer than {self.whole_seconds:g} s")
        said = headers.get("content-length", "")
        if said.isdecimal() and response.status not in (204, 304) and int(said) != size:
            raise TransportFault(f"the answer broke off after {size} of {said} bytes")
        return b"".join(parts)


def _why(fault: Exception) -> str:
    return str(getattr(fault, "strerror", "") or fault or type(fault).__name__)
