"""Files on a page of the form: added one by one, refused kindly, taken away."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from rosette.intake import DOCUMENTS, Fault, Step
from rosette.kernel import BadInput
from rosette.server.publicsite.presenters.asking import MOST_MB
from rosette.server.services.inquiry_files import add_file, held_files, remove_file
from rosette.server.store.models import Inquiry


def file_faults(draft: Inquiry, step: Step, request: HttpRequest) -> tuple[Fault, ...]:
    """Take the files of a page in; a fault for each that was not taken, and for each that was said and not given."""
    kinds = {each.kind for each in step.fields}
    faults: list[Fault] = []
    if "record" in kinds and (file := request.FILES.get("record")):
        faults += take(draft, "record", file, field="record")
    if "documents" in kinds:
        for item in DOCUMENTS:
            for file in request.FILES.getlist(f"file_{item}"):
                faults += take(draft, item, file, field=f"documents_{item}")
        faults += _not_given(draft, request, {fault.field for fault in faults})
    return tuple(faults)


def _not_given(draft: Inquiry, request: HttpRequest, faulty: set[str]) -> list[Fault]:
    here = {row.item for row in held_files(draft)}
    said = (item for item in DOCUMENTS if request.POST.get(f"documents_{item}") == "upload")
    return [
        Fault(field=f"documents_{item}", key="file_missing")
        for item in said
        if item not in here and f"documents_{item}" not in faulty
    ]


def take(draft: Inquiry, item: str, file: UploadedFile, *, field: str) -> list[Fault]:
    """Take one file in, or say why not."""
    size = (file.size or 0) / 1_000_000
    if size > MOST_MB:
        blanks = {"name": str(file.name)[:80], "has": round(size), "most": MOST_MB}
        return [Fault(field=field, key="file_large", blanks=blanks)]
    try:
        add_file(draft, item, file)
    except BadInput as error:
        why = " ".join(problem.sentence() for problem in error.problems[:3])
        key = "record_refused" if item == "record" else "file_refused"
        return [Fault(field=field, key=key, blanks={"name": str(file.name)[:80], "why": why[:400]})]
    return []


def change_files(draft: Inquiry, request: HttpRequest) -> bool:
    """Take a file away that the page names; whether one was."""
    wanted = request.POST.get("remove", "")
    row = next((each for each in held_files(draft) if each.public_id == wanted), None)
    if row is None:
        return False
    remove_file(row)
    return True
