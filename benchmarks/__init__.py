"""Measures the program against what a user would pick instead, in one run, as ratios.

`python -m benchmarks` prints one table; docs/benchmarks.md defines each line.
"""
