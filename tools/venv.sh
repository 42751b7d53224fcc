#!/bin/sh
# Brings .venv to the state its locks describe, and does nothing when it is there already.
#
#   sh tools/venv.sh bare    a virtual environment, nothing in it
#   sh tools/venv.sh run     what the program needs, by requirements.lock
#   sh tools/venv.sh dev     the same and the tools, by requirements-dev.lock
#
# Promises: called twice, the second call is quick; an interrupted call, a moved folder or a
# vanished interpreter is repaired by the next one; two calls at once wait for each other.
set -eu

state=$1
venv=.venv
building=$venv/.building

case $state in
    bare) lock= ;;
    run) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) echo "tools/venv.sh: unknown state '$state'; it is one of bare, run, dev." >&2; exit 2 ;;
esac

# What the state was made from: the locks, the project's own file, and the folder it lives in
# (scripts in a virtual environment name that folder).
wanted() {
    pwd
    [ "$1" = bare ] || cksum requirements.lock pyproject.toml
    [ "$1" != dev ] || cksum requirements-dev.lock
}

is_ready() {
    [ -f "$venv/.state-$1" ] && [ "$(cat "$venv/.state-$1")" = "$(wanted "$1")" ] &&
        "$venv/bin/python" -c '' 2>/dev/null
}

# Python 3.11 or newer that can make virtual environments; TRACKER_PYTHON goes first.
find_python() {
    for name in ${TRACKER_PYTHON:+"$TRACKER_PYTHON"} \
        python3.13 python3.12 python3.11 python3.14 python3 python; do
        if "$name" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' \
            >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
    echo "No Python 3.11 or newer that can make a virtual environment was found: install one" \
        "(on Debian and Ubuntu: python3 and python3-venv), or name it with" \
        "TRACKER_PYTHON=/path/to/python3, and call make again." >&2
    exit 1
}

wait_for_others() {
    while [ -f "$building" ]; do
        other=$(cat "$building")
        if [ -z "$other" ] || ! kill -0 "$other" 2>/dev/null; then
            echo "The last installation was interrupted: making $venv anew." >&2
            rm -rf "$venv"
            return
        fi
        sleep 1
    done
}

make_bare() {
    is_ready bare && return
    rm -rf "$venv"
    python=$(find_python)
    mkdir "$venv"
    echo $$ >"$building"
    "$python" -m venv "$venv"
    wanted bare >"$venv/.state-bare"
}

install() {
    echo "Installing from $lock ..." >&2
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --only-binary :all: --require-hashes -r "$lock"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --no-deps --no-build-isolation --editable .
}

is_ready "$state" && [ ! -f "$building" ] && exit 0
wait_for_others
is_ready "$state" && exit 0
make_bare
if [ -n "$lock" ]; then
    echo $$ >"$building"
    install
    wanted run >"$venv/.state-run"
    [ "$state" != dev ] || wanted dev >"$venv/.state-dev"
fi
rm -f "$building"
