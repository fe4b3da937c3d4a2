# make run      open the map             make test     pass the tests
# make check    everything CI checks     make package  the program as one folder, tried in an empty environment
# make data SOURCES=DIR   make data/ again from a folder of sources
.POSIX:
.PHONY: run test check package data clean
SOURCES =

run:
	@sh .ci/bootstrap.sh run
	@.venv/bin/mineralmap

test:
	@sh .ci/bootstrap.sh test
	@.venv/bin/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

check:
	@.ci/run

package:
	@sh .ci/package.sh

data:
	@test -n "$(SOURCES)" || { echo "Say where the sources lie: make data SOURCES=DIR" >&2; exit 2; }
	@sh .ci/bootstrap.sh run
	@.venv/bin/python data/build --sources "$(SOURCES)"

clean:
	rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis
