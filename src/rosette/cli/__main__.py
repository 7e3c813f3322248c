"""`python -m rosette.cli` is the command `rosette`."""

from rosette.cli.main import main

main()
