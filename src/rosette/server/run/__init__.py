"""Brings the server up: checks, migrations, the worker, the web processes."""

from rosette.server.run.serving import prepare, serve

__all__ = ["prepare", "serve"]
