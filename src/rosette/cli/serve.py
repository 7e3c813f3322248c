"""rosette serve: the web system."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Host = Annotated[str, typer.Option("--host", help="The address to answer on.")]
Port = Annotated[int, typer.Option("--port", help="The port to answer on.", min=1, max=65535)]
Certificate = Annotated[Path | None, typer.Option("--certificate", help="TLS certificate (PEM), with its chain.")]
KeyFile = Annotated[Path | None, typer.Option("--key", help="TLS private key (PEM).")]
Workers = Annotated[int, typer.Option("--workers", help="Web processes.", min=1, max=32)]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    certificate: Certificate = None,
    key: KeyFile = None,
    workers: Workers = 2,
) -> None:
    """Run the web system; what it reads from the environment stands in docs/reference/environment.md."""
    from rosette.server.run import prepare, serve as run
    from rosette.server.run.serving import Address

    if certificate is not None:
        import os

        os.environ["ROSETTE_TLS"] = "own"
    prepare()
    address = Address(host=host, port=port, certificate=certificate, key=key)
    typer.echo(f"Rosette answers at {address.url}  (stop with Ctrl+C)")
    run(address, workers=workers)
