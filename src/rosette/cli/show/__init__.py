"""How results are printed for people: the same objects that `--json` prints."""
