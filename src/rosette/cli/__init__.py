"""The `rosette` command: parse, call, print. One module a command group.

Promises: `--json` and `--on` on every command that prints a result; exit 0 done, 2 usage, 3 bad input,
4 not computable, 5 refused.
"""
