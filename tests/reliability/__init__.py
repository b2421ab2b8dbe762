"""The promise that nothing is ever lost, tried in loops; this folder mirrors no package, for it is about all of them.

Each loop is a module of its own that runs in a process of its own and prints its figures as one JSON object:
`python -m tests.reliability.kills 1000`. `test_loops.py` runs each twice: some rounds in every run of the suite, and
the number that resources/docs/reliability.md speaks of with `pytest -m long`.
"""
