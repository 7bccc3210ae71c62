"""`python -m benchmarks.search`: quality and speed of the search over the full national catalogue."""

from benchmarks.search.measure import run

run()
