"""Genomic reports as molecular facts: found, looked for and not found, and not tested stay apart."""

from __future__ import annotations

from tests.unit.interchange.fhir.made import LOINC, child, concept, put, quantity, resource, said, variant

SEQUENCING = {"method": concept(LOINC, "LA26398-0", "Sequencing")}
PROTEIN = {"_48005_3": {"valueCodeableConcept": {"text": "p.Arg1275Gln"}}}


def report(*results, **elements):
    listed = [{"reference": f"Observation/{each['id']}"} for each in results]
    made = resource("DiagnosticReport", status="final", effectiveDateTime="2025-11-20", result=listed, **elements)
    return [made, *results]


def region(gene, name="r", **elements):
    return {**variant(gene), "code": concept(LOINC, "53041-0"), "id": name, **elements}


def test_a_report_gathers_its_variants_and_the_regions_that_were_sequenced():
    found = {**variant("ALK", **PROTEIN, _81258_6={"valueQuantity": quantity(0.41, "1")}), **SEQUENCING, "id": "v"}
    merged = put(*report(found, region("TP53", **SEQUENCING)))
    (fact,) = said(merged)
    assert fact["covers"] == {"TP53": ["mutation"]}
    expected = {"gene": "ALK", "alteration": "mutation", "hgvs_p": "p.Arg1275Gln", "vaf": 0.41}
    assert fact["findings"] == [expected]
    assert merged.facts[0].source.key == "DiagnosticReport/diagnosticreport"


def test_the_day_is_that_of_the_specimen():
    specimen = {"resourceType": "Specimen", "id": "s", "collection": {"collectedDateTime": "2025-11-05T10:00:00Z"}}
    made = report(variant("ALK", **PROTEIN), specimen=[{"reference": "Specimen/s"}])
    (fact,) = said(put(*made, specimen))
    assert fact["on"] == "2025-11-05"


def test_a_gene_without_a_variant_by_sequencing_was_looked_at():
    (fact,) = said(put({**variant("ALK", present="LA9634-2"), **SEQUENCING}))
    assert (fact["covers"], "findings" in fact) == ({"ALK": ["mutation"]}, False)


def test_a_region_without_a_method_covers_nothing():
    merged = put(*report(region("TP53")))
    assert not merged.facts
    assert any("no method says for which alteration" in each.why for each in merged.losses)


def test_a_variant_that_could_not_be_called_is_neither_found_nor_absent():
    merged = put(variant("ALK", present="LA18198-4", **PROTEIN))
    assert not merged.facts
    assert any("whether it was found" in each.why for each in merged.losses)


def test_a_copy_number_alone_is_no_amplification():
    merged = put(variant("MYCN", _82155_3={"valueQuantity": quantity(60, "1")}))
    assert not merged.facts
    assert any("a gain is not an amplification" in each.remedy for each in merged.losses)


def test_a_gain_keeps_its_copies():
    change = {"valueCodeableConcept": concept("http://www.sequenceontology.org", "SO:0001742")}
    (fact,) = said(put(variant("MYCN", _48019_4=change, _82155_3={"valueQuantity": quantity(4, "1")})))
    assert fact["findings"] == [{"gene": "MYCN", "alteration": "gain", "copies": 4}]


def test_an_allele_fraction_in_percent_is_a_fraction_and_one_without_a_unit_above_1_is_none():
    percent = variant("ALK", **PROTEIN, _81258_6={"valueQuantity": quantity(41, "%")})
    assert said(put(percent))[0]["findings"][0]["vaf"] == 0.41
    bare = put(variant("ALK", **PROTEIN, _81258_6={"valueQuantity": {"value": 41}}))
    assert "vaf" not in said(bare)[0]["findings"][0]
    assert any("neither a fraction nor a percentage" in each.why for each in bare.losses)


def test_contained_results_without_ids_are_read():
    inside = {**variant("ALK", **PROTEIN), "id": ""}
    made = resource("DiagnosticReport", status="final", effectiveDateTime="2025-11-20", contained=[inside])
    assert [fact["findings"][0]["gene"] for fact in said(put(made))] == ["ALK"]


def test_a_variant_of_no_gene_and_components_without_a_field_are_told():
    nameless = variant("", **PROTEIN)
    nameless["component"] = nameless["component"][1:]
    assert any(each.why == "no gene is named" for each in child(nameless).losses)
    depth = variant("ALK", **PROTEIN, _82121_5={"valueQuantity": quantity(120, "1")})
    assert any("82121-5: 120 1" in each.said for each in child(depth).losses)


def test_a_fusion_of_two_genes_is_told_and_no_mutation_of_the_first():
    fusion = variant("BCR", **PROTEIN)
    fusion["component"].append(variant("ABL1")["component"][0])
    merged = put(fusion)
    assert not merged.facts
    assert any("several genes" in each.why for each in merged.losses)


def test_a_change_of_the_coding_sequence_is_one_wherever_it_stands():
    given = {"valueCodeableConcept": {"text": "NM_000455.5:c.725G>A"}}
    (fact,) = said(put(variant("STK11", _81290_9=given)))
    assert fact["findings"] == [{"gene": "STK11", "alteration": "mutation", "hgvs_c": "NM_000455.5:c.725G>A"}]
