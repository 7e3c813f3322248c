"""The page of the commands says what the commands say of themselves."""

from __future__ import annotations

import re

import click
import pytest
from tests.support.command import rosette
from tests.unit.cli.commands_page import EXITS, MARK, PAGE, commands, helps, written
from tests.unit.cli.samples import CALLS

TEXT = PAGE.read_text(encoding="utf-8")


def flags(command: click.Command) -> set[str]:
    return {name for each in command.params if each.param_type_name == "option" for name in each.opts}


def help_of(name: str) -> str:
    run = rosette(*name.split(), "--help")
    assert (run.code, run.err) == (0, "")
    return run.out


def test_the_page_is_as_it_would_be_written_now() -> None:
    assert TEXT.partition(MARK)[2] == written().removeprefix(MARK)


def test_every_command_stands_on_the_page_with_its_exit_codes() -> None:
    assert set(EXITS) == set(commands())
    assert set(CALLS) < set(commands())
    table = {int(code) for code in re.findall(r"^\| (\d) \|", TEXT, re.MULTILINE)}
    assert {code for codes in EXITS.values() for code in codes} < table == {0, 1, 2, 3, 4, 5}


@pytest.mark.parametrize("name", sorted(commands()))
def test_the_help_of_a_command_has_the_options_of_the_page(name: str) -> None:
    section = TEXT.partition(f"## rosette {name}\n")[2].partition("\n## ")[0]
    on_page = set(re.findall(r"^\| `(--[\w-]+)`", section, re.MULTILINE))
    in_help = set(re.findall(r"^ +(--[\w-]+)", help_of(name), re.MULTILINE)) - {"--help"}
    assert on_page == in_help == flags(commands()[name])


@pytest.mark.parametrize("name", sorted(commands()))
def test_the_help_of_a_command_says_what_it_does_and_what_each_word_means(name: str) -> None:
    told = " ".join(help_of(name).split())
    command = commands()[name]
    assert " ".join((command.help or "").split()) in told
    for said in helps(command).values():
        assert said in told


@pytest.mark.parametrize("name", sorted(commands()))
def test_a_command_and_its_words_are_explained(name: str) -> None:
    command = commands()[name]
    said = helps(command)
    assert (command.help or "").endswith(".")
    assert [each.name for each in command.params if not said.get(str(each.name))] == []


@pytest.mark.parametrize("name", sorted(set(CALLS) - {"record schema"}))
def test_every_command_that_prints_a_result_prints_it_as_json(name: str) -> None:
    assert "--json" in flags(commands()[name])


@pytest.mark.parametrize("group", ["record", "portfolio", "knowledge"])
def test_a_group_alone_lists_its_commands(group: str) -> None:
    run = rosette(group)
    assert run.code == 2
    for name in commands():
        if name.startswith(f"{group} "):
            assert re.search(rf"^ +{name.split()[1]} ", run.out + run.err, re.MULTILINE)


def test_the_program_alone_lists_everything() -> None:
    run = rosette()
    for name in commands():
        assert re.search(rf"^ +{name.split()[0]} ", run.out + run.err, re.MULTILINE)


def test_the_version_is_that_of_the_package() -> None:
    from rosette.version import __version__

    assert rosette("version").out == f"{__version__}\n"
