"""REST for programs: records, boards, portfolio, cases; the same policy and services as the pages."""
