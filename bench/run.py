"""Measured figures of the domain, as rates: `make bench`. No figure here is a test."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from attrs import evolve
from bench.designs import bench_designs, bench_simulation
from bench.drafting import bench_drafting
from bench.survivors import bench_survivorship
from bench.timing import best

from rosette.eligibility import Openings, Subject, judge_for
from rosette.eligibility.nodes import Absolute, Compare, Elapsed, Leaf, Node, Washout, replace_leaves
from rosette.eligibility.screening import Table, screen
from rosette.kernel import PartialDate, Quantity, Span
from rosette.knowledge import load_knowledge
from rosette.portfolio import load_portfolio
from rosette.records import ChildRecord, Fact, load_record

ROOT = Path(__file__).parents[1]
DAY = date(2026, 6, 1)
CHILDREN = 4000
BASE = ROOT / "src/rosette/portfolio/data/examples/base.json"


def pool() -> list[Node]:
    """Every distinct criterion of the portfolio, as the node that must be met."""
    arms = [arm for trial in load_portfolio().trials.values() for arm in trial.arms]
    return list(dict.fromkeys(criterion.met for arm in arms for criterion in arm.criteria))


def varied(node: Node, chance: random.Random) -> Node:
    """The criterion with other numbers, so that no two are equal."""

    def change(leaf: Leaf) -> Node:
        if isinstance(leaf, Compare) and isinstance(leaf.limit, Absolute):
            quantity = leaf.limit.quantity
            limit = Absolute(quantity=Quantity(quantity.value * chance.uniform(0.5, 1.5), quantity.unit))
            return evolve(leaf, limit=limit)
        if isinstance(leaf, Washout) and isinstance(leaf.wait, Elapsed):
            return evolve(leaf, wait=Elapsed(span=Span(chance.randint(1, 300), "day")))
        return leaf

    return replace_leaves(node, change)


def explain(record: ChildRecord, arms: list[list[Node]]) -> int:
    """Judge arms for one child and read everything that a board shows of a criterion."""
    subject = Subject(record, load_knowledge(), DAY)
    shown = 0
    for arm in arms:
        for node in arm:
            judged = judge_for(subject, node)
            shown += len((judged.truth, judged.why, judged.reason, judged.evidence, judged.flips_on, judged.since))
    return shown


def ways(record: ChildRecord, arms: list[list[Node]]) -> int:
    """The same with every way into every arm."""
    subject = Subject(record, load_knowledge(), DAY)
    openings = Openings(subject.frame, subject.day)
    return sum(len(openings.ways([judge_for(subject, node) for node in arm])) for arm in arms)


def bench_judge(record: ChildRecord) -> None:
    """One child by 100 arms by 60 criteria."""
    chance = random.Random(1)
    real = pool()
    shared = [[chance.choice(real) for _ in range(60)] for _ in range(100)]
    once = [[varied(node, chance) for node in arm] for arm in shared]
    distinct = [len({node for arm in arms for node in arm}) for arms in (shared, once)]
    print("one child x 100 arms x 60 criteria, warm, with explanation (goal <= 50 ms)")
    for name, arms, count in (
        ("criteria as in the portfolio", shared, distinct[0]),
        ("numbers varied", once, distinct[1]),
    ):
        seconds = best(lambda arms=arms: explain(record, arms))  # type: ignore[misc]
        opened = best(lambda arms=arms: ways(record, arms), times=3)  # type: ignore[misc]
        rate = 6000 / seconds
        print(f"  {name} ({count} distinct): {seconds * 1000:.1f} ms, {rate:,.0f} criteria/s")
        print(f"    with every way into every arm: {opened * 1000:.0f} ms")


def shifted(fact: Fact, days: int, chance: random.Random) -> Fact:
    """A fact some days later, with a value a little other."""
    changes: dict[str, object] = {}
    for name in ("on", "start", "end"):
        day = getattr(fact, name)
        if isinstance(day, PartialDate) and day.exact:
            changes[name] = PartialDate.of(day.earliest + timedelta(days=days))
    quantity = getattr(fact, "quantity", None)
    if isinstance(quantity, Quantity):
        changes["quantity"] = Quantity(quantity.value * chance.uniform(0.7, 1.3), quantity.unit)
    return evolve(fact, **changes)


def herd(size: int) -> list[ChildRecord]:
    """Children made from the invented ones by moving days and values."""
    chance = random.Random(2)
    seeds = [load_record(path) for path in sorted((ROOT / "examples/children").glob("*.json"))] or [load_record(BASE)]
    children = []
    for number in range(size):
        seed = seeds[number % len(seeds)]
        facts = tuple(shifted(fact, chance.randint(-20, 3), chance) for fact in seed.facts)
        children.append(evolve(seed, id=f"child-{number}", facts=facts))
    return children


def bench_screen() -> None:
    """Many children by every criterion of the portfolio."""
    children, nodes = herd(CHILDREN), pool()
    start = time.perf_counter()
    table = Table(children, load_knowledge(), DAY)
    screened = screen(nodes, table)
    prepared = time.perf_counter() - start
    arms = [[criterion.met for criterion in arm.criteria] for t in load_portfolio().trials.values() for arm in t.arms]
    listed = [node for arm in arms for node in arm]
    seconds = best(lambda: screen(listed, table), times=5)
    cells, distinct = len(children) * len(listed), len(children) * len(nodes)
    print(f"screen, {len(children)} children x {len(listed)} criteria ({len(nodes)} distinct), 2 threads")
    print(f"  columns made once a day: {prepared:.2f} s, {distinct / prepared / 1e6:.2f} million cells/s")
    print(
        f"  screened: {seconds * 1000:.0f} ms, {cells / seconds / 1e6:.1f} million cells/s as listed, "
        f"{distinct / seconds / 1e6:.1f} million distinct cells/s"
    )
    _equal(children, nodes, screened)


def _equal(children: list[ChildRecord], nodes: list[Node], screened: object) -> None:
    """Compare both engines on a sample of children, every cell of each."""
    chance, differing, compared = random.Random(3), 0, 0
    truths = {node: screened.codes(node) for node in nodes}  # type: ignore[attr-defined]
    for place in chance.sample(range(len(children)), 60):
        subject = Subject(children[place], load_knowledge(), DAY)
        for node in nodes:
            compared += 1
            differing += int(judge_for(subject, node).truth.value != truths[node][place])
    print(f"  equal to judge: {compared:,} cells compared, {differing} differ")


def bench_cold(record: Path) -> None:
    """The command as a process."""
    command = [sys.executable, "-m", "rosette.cli.main", "options", str(record), "--on", "2026-06-01"]
    command[1:3] = ["-c", "from rosette.cli.main import main; main()"]
    seconds = best(lambda: subprocess.run(command, check=True, capture_output=True), times=7)
    print(f"rosette options, cold process (goal <= 1.0 s): {seconds:.2f} s")


def bench_language() -> None:
    """Reading the portfolio."""
    from rosette.portfolio.load import DATA, read_portfolio

    seconds = best(lambda: read_portfolio(DATA, knowledge=load_knowledge()), times=3)
    count = sum(len(arm.items) for trial in load_portfolio().trials.values() for arm in trial.arms)
    print(f"portfolio read and checked: {seconds * 1000:.0f} ms, {count} lines, {count / seconds:,.0f} lines/s")


def bench_search() -> None:
    """A thousand generated trials, two thousand queries, in the index and as the whole page."""
    import statistics

    from rosette.portfolio import load_programme
    from rosette.portfolio.search import FACETS, Query, build_index, load_search_terms
    from rosette.portfolio.search.index import index_of

    base, chance = build_index(load_portfolio(), load_programme(), on=DAY), random.Random(4)
    made = []
    for number in range(1000):
        entry = base.entries[number % len(base.entries)]
        trial = evolve(entry.trial, id=f"NCT9{number:07d}", short=f"{entry.trial.short} {number}")
        made.append(evolve(entry, trial=trial))
    index = index_of(tuple(made), load_knowledge(), on=DAY)
    words, had = ("", "mibg", "alk", "gd2 antibody", "lorlat", "NCT90000500", "trial"), sorted(load_search_terms().had)
    times = []
    for _ in range(2000):
        chosen = {name: frozenset(chance.sample(sorted(index.bits[name]), chance.randint(0, 2))) for name in FACETS}
        age = chance.choice([None, *range(20)])
        query = Query(words=chance.choice(words), age=age, had=frozenset(chance.sample(had, 2)), **chosen)
        start = time.perf_counter()
        index.search(query)
        times.append(time.perf_counter() - start)
    p95 = statistics.quantiles(times, n=20)[-1]
    told = f"p95 {p95 * 1000:.1f} ms, slowest {max(times) * 1000:.1f} ms"
    print(f"search over {len(index.entries)} trials: {told}, 2,000 queries")


def bench_ranking() -> None:
    """Forty options by eight criteria by a hundred thousand draws, both value forms."""
    from rosette.medicines import Beta
    from rosette.medicines.ranking import Criterion, Measure, rank_options

    chance = random.Random(5)
    criteria = [Criterion(id=f"c{n}", name="made", unit="1", worst=0, best=1) for n in range(8)]

    def measure(option: int, criterion: int) -> Measure:
        if criterion < 3:
            return Measure(source=f"{option}", beta=Beta(chance.randint(1, 20), chance.randint(1, 20)))
        return Measure(source=f"{option}", fixed=chance.random())

    measures = {f"o{k}": tuple(measure(k, m) for m in range(8)) for k in range(40)}
    for form in ("additive", "product"):
        rank_options(measures, criteria, draws=1000, seed=1, form=form)
        seconds = best(lambda form=form: rank_options(measures, criteria, draws=100_000, seed=1, form=form))
        rate = 100_000 * 40 * 8 / seconds / 1e6
        told = f"{seconds:.2f} s, {rate:.0f} million cells/s"
        print(f"SMAA-2 {form}, 40 options x 8 criteria x 100,000 draws (goal <= 0.3 s): {told}")


def bench_sequences(record: ChildRecord) -> None:
    """Sequences of three steps over forty places."""
    from rosette.options import make_board
    from rosette.options.sequences import make_sequences
    from rosette.portfolio import Slot, load_programme

    portfolio, programme = load_portfolio(), load_programme()
    places = [place for trial in portfolio.trials.values() for place, arm in trial.places() if arm.agents]
    extra = [place for place in places if place not in programme.slots]
    slots = dict(programme.slots)
    here = sum(place in slots for place in places)
    for place in extra[: 40 - here]:
        slots[place] = Slot(place=place, status="open")
    board = make_board(
        record, on=DAY, portfolio=portfolio, programme=evolve(programme, slots=slots), knowledge=load_knowledge()
    )
    found = make_sequences(board)
    seconds = best(lambda: make_sequences(board), times=5)
    rate = found.looked_at / seconds
    print(f"sequences, depth 3, 40 places (goal <= 2 s): {seconds:.2f} s, {found.looked_at:,} looked at, {rate:,.0f}/s")


def bench_dose() -> None:
    """A curve fit with 2,000 draws of the whole way from counts to dose."""
    from rosette.kernel import Activity, BodyMass
    from rosette.mibg import load_site
    from rosette.mibg.files import read_counts
    from rosette.mibg.working import dose_of

    site, counts = load_site(ROOT / "examples/mibg/site.toml"), read_counts(ROOT / "examples/mibg/counts.csv")
    knowledge = load_knowledge()

    def dose() -> object:
        return dose_of(counts, site=site, knowledge=knowledge, activity=Activity(8880), mass=BodyMass(20), draws=2000)

    dose()
    seconds = best(dose)
    print(f"whole-body dose, fit with 2,000 draws (goal <= 1 s): {seconds:.2f} s, {2000 / seconds:,.0f} draws/s")


def main() -> None:
    """Print every figure."""
    demo = ROOT / "examples/children/demo-01.json"
    path = demo if demo.is_file() else BASE
    bench_judge(load_record(path))
    bench_screen()
    bench_language()
    bench_search()
    bench_ranking()
    bench_sequences(load_record(path))
    bench_dose()
    bench_designs()
    bench_survivorship()
    bench_drafting()
    bench_simulation()
    bench_cold(path)


if __name__ == "__main__":
    main()
