"""Tests that may be looked at after every batch: the false-alarm level holds over all looks.

A stream is kept as a small summary that adds up (plain numbers, to be stored between looks), and
an interval is worked out from the summary alone. What is sequential is the row, or, where rows go
together (the flights of one day share their weather), the cluster: see ``moments``.
"""
