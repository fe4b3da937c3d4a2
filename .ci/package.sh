#!/bin/sh
# The program as one folder (dist/mineralmap), built from an installed wheel and tried in an empty environment.
set -eu
cd "$(dirname "$0")/.."
sh .ci/bootstrap.sh run
rm -rf build/package dist/mineralmap
.venv/bin/python -m venv build/package
build/package/bin/python -m pip install --quiet --disable-pip-version-check ".[build]"
build/package/bin/pyinstaller --noconfirm --log-level WARN --workpath build/work --distpath dist build.spec
du -sh dist/mineralmap
elsewhere=$(mktemp -d)
program=$(pwd)/dist/mineralmap/mineralmap
(cd "$elsewhere" && env -i "$program" --self-test)
rm -rf "$elsewhere"
echo "dist/mineralmap is ready"
