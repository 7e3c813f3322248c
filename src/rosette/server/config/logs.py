"""Logs hold request numbers, routes and kinds of error; never what a page, a form or a row says."""

from __future__ import annotations

import logging


class NoPatientData(logging.Filter):
    """Cuts messages to their template and drops the values and the trace's locals."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the line without its arguments when it comes from a request."""
        request = getattr(record, "request", None)
        if request is not None:
            match = getattr(request, "resolver_match", None)
            route = match.route if match else "no route"
            record.msg = f"{record.levelname} {getattr(record, 'status_code', '')} {request.method} {route}"
            record.msg += f" request {getattr(request, 'request_id', '')}"
            record.args = ()
            record.exc_info = _bare(record.exc_info)
        return True


def _bare(info: object) -> tuple[type[BaseException], BaseException, object] | None:
    """The error's kind and trace, without its text."""
    if not isinstance(info, tuple) or info[0] is None:
        return None
    return (
        info[0],
        info[0]().with_traceback(info[2])
        if info[0] in (ValueError, KeyError)
        else RuntimeError(info[0].__name__).with_traceback(info[2]),
        info[2],
    )
