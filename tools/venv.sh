#!/bin/sh
# Brings .venv to the state its locks describe, and does nothing when it is there already. Compiles
# each catalogue of messages that is newer than its compiled form, and lists the contents of the law
# library if it changed; neither is in git.
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
turn=.venv.turn
contents=tracker/library/contents.txt

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

# One call at a time. The file stays if the call is killed, which shows that .venv is half made.
take_turn() {
    waited=0
    until (set -C && echo $$ >"$turn") 2>/dev/null; do
        other=$(cat "$turn" 2>/dev/null || true)
        if [ -n "$other" ] && ! kill -0 "$other" 2>/dev/null; then
            echo "The last installation was interrupted: making $venv again." >&2
            rm -rf "$venv" "$turn"
            continue
        fi
        waited=$((waited + 1))
        if [ "$waited" -gt 600 ]; then
            echo "Another call has been making $venv for ten minutes:" \
                "when none is running, remove $turn and call make again." >&2
            exit 1
        fi
        sleep 1
    done
}

make_bare() {
    is_ready bare && return
    python=$(find_python)
    rm -rf "$venv"
    "$python" -m venv "$venv"
    wanted bare >"$venv/.state-bare"
}

pip_install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@" && return
    echo "Installing from $lock failed, for the reason above: mend it (is the network there?)" \
        "and call make again." >&2
    exit 1
}

install() {
    echo "Installing from $lock ..." >&2
    pip_install --only-binary :all: --require-hashes -r "$lock"
    pip_install --no-deps --no-build-isolation --editable .
    # Otherwise the first start would, and the installer compiles no module of this folder.
    "$venv/bin/python" -m compileall -q tracker || true
}

# Whether a catalogue was changed since it was compiled.
is_stale() {
    for catalogue in tracker/translations/*/LC_MESSAGES/messages.po; do
        [ ! -f "$catalogue" ] || [ -n "$(find "${catalogue%.po}.mo" -newer "$catalogue" 2>/dev/null)" ] ||
            return 0
    done
    return 1
}

# Whether a file of the library was changed, added or removed since the contents were listed.
is_unlisted() {
    [ ! -f "$contents" ] || [ -n "$(find tracker/library -newer "$contents" -print -quit)" ]
}

if [ -f "$turn" ] || ! is_ready "$state"; then
    find_python >/dev/null
    take_turn
    make_bare
    if [ -n "$lock" ] && ! is_ready "$state"; then
        install
        wanted run >"$venv/.state-run"
        [ "$state" != dev ] || wanted dev >"$venv/.state-dev"
    fi
    rm -f "$turn"
fi
if [ -n "$lock" ] && is_stale; then
    "$venv/bin/python" tools/words.py compile
fi
# A library with faults is listed once it has none.
if [ -n "$lock" ] && is_unlisted && "$venv/bin/python" -m tracker.lawfiles.on_demand.contents 2>/dev/null; then
    touch "$contents"
fi
