"""The demonstration: invented people, invented children, a programme that no hospital has."""

from rosette.server.services.demo.seed import SignIn, seed_demo

__all__ = ["SignIn", "seed_demo"]
