#!/bin/sh
# Makes .venv with what LEVEL needs: run (the program), test (+ pytest), dev (+ ruff, pyright, build).
# Instant when nothing has changed. On Debian and Ubuntu missing system packages are installed when root,
# else the one line to type is printed. PYTHON=... chooses the interpreter.
set -eu
cd "$(dirname "$0")/.."
level=${1:-run}
case $level in run | test | dev) ;; *) echo "bootstrap.sh run|test|dev" >&2; exit 2 ;; esac

display=
if [ "$level" = run ] && [ "$(uname -s)" = Linux ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then display=-window; fi
stamp=.venv/.ready-$level$display
if [ -f "$stamp" ] && [ -x .venv/bin/python ] && [ -z "$(find pyproject.toml .ci/bootstrap.sh -newer "$stamp")" ]; then
    exit 0
fi

say() { printf 'mineralmap: %s\n' "$*" >&2; }

apt_install() { # package ...: install, or say what to type
    if ! command -v apt-get >/dev/null; then
        say "these system packages (Debian's names) are missing: $*"
        return 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        say "some system packages are missing; type this once, then try again:"
        printf '\n    sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n\n' "$*" >&2
        exit 1
    fi
    say "installing system packages: $*"
    log=$(mktemp)
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        say "apt-get could not install: $*"
        exit 1
    fi
    rm -f "$log"
}

# Python 3.11 or newer, with the means to make a venv where there is a choice.
NEW_ENOUGH='import sys; sys.exit(sys.version_info < (3, 11))'
find_python() { # extra code that must also run
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if "$name" -c "$NEW_ENOUGH" >/dev/null 2>&1 && "$name" -c "$1" >/dev/null 2>&1; then
            echo "$name"
            return 0
        fi
    done
    return 1
}

if ! .venv/bin/python -c "$NEW_ENOUGH; import pip" >/dev/null 2>&1; then
    if ! python=$(find_python 'import ensurepip, venv'); then
        if python=$(find_python ''); then
            version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
            apt_install "python$version-venv" || exit 1
        elif command -v python3 >/dev/null; then
            say "Python 3.11 or newer is needed; this machine's python3 is $(python3 --version 2>&1 | cut -d' ' -f2)."
            say "Install a newer one and name it: make PYTHON=/path/to/python3.12 ${MAKECMDGOALS:-run}"
            exit 1
        else
            apt_install python3 python3-venv || exit 1
        fi
        python=$(find_python 'import ensurepip, venv') || { say "no Python 3.11 or newer with venv was found."; exit 1; }
    fi
    say "making .venv with $("$python" --version) (once, a minute or two)"
    rm -rf .venv
    "$python" -m venv .venv
fi

# Qt's system libraries: what any drawing needs, and what an X11 window needs beside.
if [ "$(uname -s)" = Linux ]; then
    libraries="libglib-2.0.so.0=libglib2.0-0 libGL.so.1=libgl1 libEGL.so.1=libegl1 libdbus-1.so.3=libdbus-1-3
        libfontconfig.so.1=libfontconfig1 libxkbcommon.so.0=libxkbcommon0"
    if [ -n "$display" ]; then
        libraries="$libraries libxcb-cursor.so.0=libxcb-cursor0 libxkbcommon-x11.so.0=libxkbcommon-x11-0
            libxcb-icccm.so.4=libxcb-icccm4 libxcb-image.so.0=libxcb-image0 libxcb-keysyms.so.1=libxcb-keysyms1
            libxcb-render-util.so.0=libxcb-render-util0 libxcb-shape.so.0=libxcb-shape0 libxcb-xkb.so.1=libxcb-xkb1"
    fi
    missing=
    for pair in $libraries; do
        if ! .venv/bin/python -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "${pair%%=*}" 2>/dev/null; then
            missing="$missing ${pair#*=}"
        fi
    done
    if [ -n "$missing" ]; then
        # Ubuntu 24.04 calls it libglib2.0-0t64.
        if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null && [ "$(sed -n 's/^VERSION_ID="\([0-9]*\).*/\1/p' /etc/os-release)" -ge 24 ]; then
            missing=$(printf '%s' "$missing" | sed 's/libglib2\.0-0/libglib2.0-0t64/')
        fi
        # shellcheck disable=SC2086
        apt_install $missing || say "continuing; a window may not open without them."
    fi
fi

say "installing Python packages ($level)"
extras=
[ "$level" = run ] || extras="[$level]"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".$extras"
touch "$stamp"
