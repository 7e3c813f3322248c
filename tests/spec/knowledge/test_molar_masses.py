"""Molar masses, computed again from the formulas with standard atomic weights (g/mol)."""

import re

import pytest

from rosette.knowledge import ObservationCode, load_knowledge

ATOMIC_WEIGHTS = {
    "H": 1.008,
    "C": 12.011,
    "N": 14.007,
    "O": 15.999,
    "P": 30.974,
    "Mg": 24.305,
    "Ca": 40.078,
    "I": 126.90,
}
WEIGHED = [code for code in load_knowledge().observations.values() if code.molar_mass_g_per_mol]


def molar_mass(formula: str) -> float:
    return sum(ATOMIC_WEIGHTS[atom] * int(count or 1) for atom, count in re.findall(r"([A-Z][a-z]?)(\d*)", formula))


@pytest.mark.parametrize("code", WEIGHED, ids=lambda code: code.id)
def test_the_molar_mass_follows_from_the_formula(code: ObservationCode) -> None:
    assert molar_mass(code.formula) == pytest.approx(code.molar_mass_g_per_mol, rel=1e-4)


def test_ratios_to_creatinine_use_the_mass_of_creatinine() -> None:
    codes = load_knowledge().observations
    creatinine = codes["creatinine"].molar_mass_g_per_mol
    divided = [code for code in codes.values() if code.divisor_molar_mass_g_per_mol]
    assert {code.id for code in divided} == {"hva_creatinine", "vma_creatinine", "urine_protein_creatinine"}
    assert {code.divisor_molar_mass_g_per_mol for code in divided} == {creatinine}
