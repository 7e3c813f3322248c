"""The units that laboratories and trials print, drawn with their factors."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.support.records import table

from rosette.kernel import Quantity, UnitError, parse_unit

READ = """
code            | factor to base | kind
----------------+----------------+-----------------------------
/uL             | 1e9            | 1/length3
/mm3            | 1e9            | 1/length3
10*3/uL         | 1e12           | 1/length3
10^3/uL         | 1e12           | 1/length3
10*9/L          | 1e12           | 1/length3
10*6/kg         | 1e3            | 1/mass
g/dL            | 1e4            | mass/length3
g/L             | 1e3            | mass/length3
mg/dL           | 1e1            | mass/length3
ug/mL           | 1e0            | mass/length3
ng/mL           | 1e-3           | mass/length3
pg/mL           | 1e-6           | mass/length3
umol/L          | 1e-3           | amount/length3
nmol/L          | 1e-6           | amount/length3
fmol/L          | 1e-12          | amount/length3
mmol/l          | 1e0            | amount/length3
meq/L           | 1e0            | equivalents/length3
U/L             | 1e3            | enzyme activity/length3
kU/L            | 1e6            | enzyme activity/length3
m[IU]/L         | 1e0            | international units/length3
[iU]/L          | 1e3            | international units/length3
mm[Hg]          | 1e-3           | pressure/1
kPa             | 1e3            | pressure in pascal/1
%               | 0.01           | 1/1
1               | 1              | 1/1
100             | 100            | 1/1
mL/min          | 1/60000000     | length3/time
mL/min/{1.73_m2}| 1/60000000     | length3/time/{1.73_m2}
mg/g{creat}     | 1e-3           | mass/mass/{creat}
mg/mg{creat}    | 1              | mass/mass/{creat}
mg/m2           | 1e-3           | mass/length2
mg/m²           | 1e-3           | mass/length2
mg/kg           | 1e-6           | mass/mass
mg/m2/d         | 1/86400000     | mass/length2·time
MBq/kg          | 1e3            | activity/mass
GBq             | 1e9            | activity/1
mCi             | 37000000       | activity/1
cGy             | 0.01           | absorbed dose/1
mSv             | 1e-3           | equivalent dose/1
µg/L            | 1e-3           | mass/length3
μg/L            | 1e-3           | mass/length3
ms              | 1e-3           | time/1
min             | 60             | time/1
h               | 3600           | time/1
d               | 86400          | time/1
wk              | 604800         | time/1
cm              | 0.01           | length/1
dm3             | 1e-3           | length3/1
m2              | 1              | length2/1
m-2             | 1              | 1/length2
g.m/s2          | 1              | length·mass/time2
L/min           | 1/60000        | length3/time
g/(24.h)        | 1/86400        | mass/time
Cel             | 1              | temperature/1
[degF]          | 1              | temperature/1
mol             | 1              | amount/1
nCi             | 37             | activity/1
10*60           | 1e60           | 1/1
10*-60          | 1e-60          | 1/1
"""

SAME = """
from          | to
--------------+---------------
1 10*3/uL     | 1 10*9/L
75000 /uL     | 75 10*9/L
75000 /mm3    | 75000 /uL
1 10*3/mm3    | 1000 /uL
8 g/dL        | 80 g/L
1 mCi         | 37 MBq
12 mCi/kg     | 444 MBq/kg
450 mg/m2     | 0.45 g/m2
1 ng/mL       | 1 ug/L
5 %           | 0.05 1
2100 cGy      | 21 Gy
1 d           | 24 h
1 wk          | 7 d
2 g/g{creat}  | 2000 mg/g{creat}
1 u[IU]/mL    | 1 m[IU]/L
400 ms        | 0.4 s
"""

REFUSED = """
code         | why
-------------+----
             | "" is not a UCUM unit; expected a unit such as "mg/dL" or "10*9/L"
/            | "/" is not a UCUM unit; expected a unit such as "mg/dL" or "10*9/L"
mg/          | "mg/" is not a UCUM unit; expected a unit such as "mg/dL" or "10*9/L"
mg//dL       | "mg//dL" is not a UCUM unit; expected a unit such as "mg/dL" or "10*9/L"
mg/(dL       | "mg/(dL" is not a UCUM unit; expected a unit such as "mg/dL" or "10*9/L"
mg)          | "mg)" is not a UCUM unit; expected a unit such as "mg/dL" or "10*9/L"
mg{x         | "mg{x" is not a UCUM unit; expected a unit such as "mg/dL" or "10*9/L"
()           | "" in "()" is not a UCUM unit
mg dL        | "mg dL" in "mg dL" is not a UCUM unit
mgg/dL       | "mgg" in "mgg/dL" is not a UCUM unit
mg/dl2x      | "dl2x" in "mg/dl2x" is not a UCUM unit
MG/DL        | "MG" in "MG/DL" is not a UCUM unit
mmHg         | "mmHg" in "mmHg" is not a UCUM unit (did you mean "m[Hg]"?)
kmin         | "kmin" in "kmin" is not a UCUM unit (did you mean "min"?)
mh           | "mh" in "mh" is not a UCUM unit (did you mean "m"?)
m%           | "m%" in "m%" is not a UCUM unit (did you mean "m"?)
mCel         | "mCel" in "mCel" is not a UCUM unit (did you mean "Cel"?)
kd           | "kd" in "kd" is not a UCUM unit (did you mean "d"?)
kwk          | "kwk" in "kwk" is not a UCUM unit (did you mean "wk"?)
[IUU]/L      | "[IUU]" in "[IUU]/L" is not a UCUM unit (did you mean "[IU]"?)
Hg           | "Hg" in "Hg" is not a UCUM unit (did you mean "g"?)
sec          | "sec" in "sec" is not a UCUM unit
mg/0         | "0" in "mg/0" is not a UCUM unit
0            | "0" in "0" is not a UCUM unit
010          | "010" in "010" is not a UCUM unit (did you mean "10^"?)
10*100/L     | "10*100" in "10*100/L" is not a UCUM unit (did you mean "10*"?)
m100         | "m100" in "m100" is not a UCUM unit
1.73m2       | "73m2" in "1.73m2" is not a UCUM unit
g/(24.h/d)   | "h/d" in "g/(24.h/d)" is not a UCUM unit
10*99/L      | "10*99/L" is beyond every measure
10*-61       | "10*-61" is beyond every measure
10*61        | "10*61" is beyond every measure
"""


@pytest.mark.parametrize(("code", "factor", "kind"), table(READ))
def test_a_unit_is_read_with_its_factor_and_kind(code: str, factor: str, kind: str) -> None:
    unit = parse_unit(code)
    assert unit.factor == Fraction(factor)
    assert unit.kind == kind


@pytest.mark.parametrize(("one", "other"), table(SAME))
def test_the_same_amount_in_two_units(one: str, other: str) -> None:
    first, second = Quantity.parse(one), Quantity.parse(other)
    assert first.to(second.unit).value == pytest.approx(second.value, rel=1e-12)
    assert second.to(first.unit).value == pytest.approx(first.value, rel=1e-12)


@pytest.mark.parametrize(("code", "why"), table(REFUSED))
def test_what_is_not_a_unit_is_refused_with_the_part_and_the_nearest(code: str, why: str) -> None:
    with pytest.raises(UnitError) as caught:
        parse_unit(code)
    assert caught.value.problems[0].sentence() == f"unit: {why}"
