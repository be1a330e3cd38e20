"""Every published estimate a second time, by a route that shares no code with the first.

Plain Python from the raw rows: this package reads ``data/raw`` itself, parses tokens by rules of
its own, and computes from the method note. It imports nothing of the other rooms, no pandas, no
numpy and no SciPy, so that a fault of theirs cannot be its own. What it finds is compared with
what is published in :mod:`analysis.measures.agreement`.
"""
