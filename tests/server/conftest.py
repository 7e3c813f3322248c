"""A small invented programme in a database: people of every role, four demo children, places, cases, a meeting."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.support.template import copy_template

FILES = [Path("examples/children") / f"demo-{number:02d}.json" for number in (1, 2, 3, 4)]


ON_SQLITE = "DATABASE_URL" not in os.environ


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The database is a copy of a migrated one: what is there is used."""
    return ON_SQLITE


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from django.db import connection

    if ON_SQLITE:
        connection.settings_dict["TEST"]["NAME"] = str(copy_template(tmp_path_factory.mktemp("database")))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> None:
    """Seed once: every test starts from it and is rolled back."""
    from rosette.server.publicsite.building import Review, build_site
    from rosette.server.services.demo import seed_demo
    from rosette.server.services.demo.website import CHECKED_ON, CONTACT, REVIEWER

    with django_db_blocker.unblock():
        from django.core.management import call_command

        call_command("createcachetable", verbosity=0)
        seed_demo(FILES)
        build_site(review=Review(by=REVIEWER, on=CHECKED_ON), contact=CONTACT)


@pytest.fixture(autouse=True)
def _database(db: None) -> None:
    """Every test here may use the database; it forgets who asked how often, and places that were rolled back."""
    from rosette.server.publicsite import catalogue
    from rosette.server.services import limits, programme

    limits._seen.clear()
    programme._programme.cache_clear()
    catalogue._index.cache_clear()


@pytest.fixture
def person() -> Callable[[str], Any]:
    """An invented person by the word before the @."""
    from rosette.server.accounts.models import User

    return lambda word: User.objects.get(email=f"{word}@demo.invalid")


@pytest.fixture
def child() -> Any:
    """The first child: of Hillside, with a parent."""
    from rosette.server.store.models import Child

    return Child.objects.select_related("referring_site", "programme_site").get(number="RZ-00001")


@pytest.fixture
def other() -> Any:
    """The second child: of Lakeview."""
    from rosette.server.store.models import Child

    return Child.objects.select_related("referring_site", "programme_site").get(number="RZ-00002")


@pytest.fixture
def signed_in(person: Callable[[str], Any]) -> Callable[..., Client]:
    """A browser of a person, freshly proved to be that person unless told otherwise."""

    def make(word: str, *, fresh: bool = True) -> Client:
        from allauth.account.internal.flows import login

        client, user = Client(), person(word)
        client.force_login(user)
        if fresh:
            session = client.session
            session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = login.user_id_to_str(user)
            proof = {"method": "password", "at": time.time(), "reauthenticated": True}
            session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [proof]
            session.save()
        return client

    return make
