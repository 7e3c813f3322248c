"""Designs of early trials and what they do, computed exactly."""

__all__: list[str] = []
