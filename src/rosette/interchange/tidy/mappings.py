"""The mapping file of each tidy table, so that a cut can be read again."""

from __future__ import annotations

import json

from rosette.interchange.tidy.columns import CANONICAL, CHILDREN, TidyColumn, columns

_HEAD = """format = "rosette-mapping/1"
name = "tidy {table}"
system = "rosette tidy"

[table]
delimiter = ","
days = ["YYYY-MM-DD", "YYYY-MM", "YYYY"]
decimal = "."
exact = true
"""
_SEXES = '{ column = "sex", words = { female = "female", male = "male" } }'


def mapping_text(table: str) -> str:
    """The mapping file of one table: "children", or a kind of fact."""
    head = _HEAD.format(table=table)
    if table == CHILDREN:
        return f'{head}\n[child]\nid = "child"\nbirth = "birth"\nsex = {_SEXES}\n'
    found = columns(table)
    beside = [
        f'{each.name} = "it stands beside the fact"' for each in found if each.name in (*CANONICAL, "source_type")
    ]
    says = [f"{_key(each)} = {{ {_read(each)} }}" for each in found if each.key]
    return "\n".join(
        [
            *(head, "[table.aside]", *beside, "", "[child]", 'id = "child"', "", "[[fact]]"),
            *(f'kind = "{table}"', 'key = ["fact"]', 'if_filled = "fact"', "", "[fact.says]", *says, ""),
        ]
    )


def _key(column: TidyColumn) -> str:
    return json.dumps(column.key)


def _read(column: TidyColumn) -> str:
    told = [f'column = "{column.name}"']
    told += ["words = { true = true, false = false }"] if column.type == "boolean" else []
    told += ["json = true"] if column.type == "json" else []
    return ", ".join(told)
