"""Rosette: the working system of a programme for relapsed and refractory neuroblastoma."""
