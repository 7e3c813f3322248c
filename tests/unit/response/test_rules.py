"""Sets of rules by name."""

from __future__ import annotations

import pytest
from tests.support.response import KNOWLEDGE

from rosette.kernel import NotComputable, UsageError
from rosette.response import rule_set
from rosette.response.rules import NAMED


def test_rules_whose_text_was_not_read_are_named_and_not_applied():
    for name in NAMED[1:]:
        with pytest.raises(NotComputable, match="named and not shipped"):
            rule_set(name, KNOWLEDGE)
    with pytest.raises(UsageError, match="INRC2017"):
        rule_set("INRC2018", KNOWLEDGE)
