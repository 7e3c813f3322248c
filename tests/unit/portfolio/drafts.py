"""Eligibility texts of invented trials, in both shapes of the registry, and short ways to draft from them."""

from __future__ import annotations

from rosette.portfolio.drafting import Draft, DraftItem, draft_criteria

MARKDOWN = r"""Inclusion Criteria:

* Relapsed or refractory neuroblastoma
* Age \>= 1 year and \<= 21 years
* Evidence of disease by at least one of the following:

  * MIBG-avid lesion
  * Positive bone marrow biopsy
* Bone marrow function, for children without bone marrow involvement:
  * ANC \>= 1,000/uL
  * Platelets \>= 75,000/mm\^3
* For children with bone marrow involvement:
  * ANC \>= 500/uL
* Creatinine clearance \>= 70 mL/min/1.73 m\^2 OR serum creatinine no greater than the following by age:
  * 1 to \< 2 years: 0.6 mg/dL
  * 2 to \< 6 years: 0.8 mg/dL
  * 6 to \< 10 years: 1.0 mg/dL
  * 10 to \< 13 years: 1.2 mg/dL
  * 13 to \< 16 years: 1.5 mg/dL (male), 1.4 mg/dL (female)
  * \>= 16 years: 1.7 mg/dL (male), 1.4 mg/dL (female)
* ALT \<= 5 x ULN; bilirubin \<= 1.5 x upper limit of normal
* The weather on the day of the visit is pleasant

Exclusion Criteria:

* Uncontrolled infection
* Pregnant or breast-feeding girls
* Radiation within 14 days
"""
HEADED = """DISEASE CHARACTERISTICS:

  -  Histologically confirmed neuroblastoma

  -  No known brain metastases

PATIENT CHARACTERISTICS:

Age:

  -  18 and under

Performance status:

  -  Karnofsky 60-100% for patients over age 10

  -  Lansky 60-100% for patients age 10 and under

Life expectancy:

  -  Not specified

Hematopoietic:

  -  Platelet count at least 50,000/mm^3

Renal:

  -  Creatinine no greater than 1.5 mg/dL OR

  -  Creatinine clearance at least 60 mL/min/1.73 m^2

PRIOR CONCURRENT THERAPY:

Chemotherapy:

  -  At least 3 weeks since prior chemotherapy (6 weeks for nitrosoureas)

  -  No concurrent chemotherapy
"""
STOPPED = (
    "DISEASE CHARACTERISTICS:. * Histologically confirmed neuroblastoma. * No known brain metastases. "
    "PATIENT CHARACTERISTICS:. Age:. * 18 and under. Renal:. * Creatinine no greater than 1.5 mg/dL OR. "
    "* Creatinine clearance at least 60 mL/min/1.73 m^2. PRIOR CONCURRENT THERAPY:. Chemotherapy:. "
    "* At least 3 weeks since prior chemotherapy"
)


def included(*lines: str, **fields: str) -> Draft:
    """The draft of lines below an inclusion heading."""
    return draft_criteria("Inclusion Criteria:\n\n" + "\n".join(f"* {line}" for line in lines), fields=fields)


def excluded(*lines: str) -> Draft:
    """The draft of lines below an exclusion heading."""
    return draft_criteria("Exclusion Criteria:\n\n" + "\n".join(f"* {line}" for line in lines))


def item(draft: Draft, words: str) -> DraftItem:
    """The item whose passage holds these words."""
    return next(each for each in draft.items if words in each.span.text)


def said(each: DraftItem | Draft) -> list[str]:
    """What was drafted, without ids and places."""
    items = each.items if isinstance(each, Draft) else [each]
    return [criterion.text for one in items for criterion in one.criteria]
