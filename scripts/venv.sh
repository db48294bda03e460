# Sourced by the scripts beside it, which set `root` (the project's folder) and `extras` ("" or
# "[dev]"): makes .venv the first time, and again when pyproject.toml or lock.txt is newer or the
# folder moved.

venv=$root/.venv
lock=$root/.venv.lock

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# True when .venv lacks the extras, was made elsewhere, or is older than what it should hold.
stale() {
    stamp=$venv/installed[dev]
    [ -e "$stamp" ] || stamp=$venv/installed$extras
    [ -e "$stamp" ] || return 0
    read -r made_for <"$stamp"
    [ "$made_for" != "$root" ] || [ "$root/pyproject.toml" -nt "$stamp" ] ||
        [ "$root/scripts/lock.txt" -nt "$stamp" ] || [ ! -x "$venv/bin/python" ]
}

# Names the first Python on the PATH that is new enough.
find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            return 0
        fi
    done
    return 1
}

# Waits until this is the only process that works on .venv; a lock whose owner died is taken over.
take_lock() {
    until mkdir "$lock" 2>/dev/null; do
        [ -w "$root" ] || fail "$root cannot be written, so .venv cannot be made there."
        sleep 1
        owner=$(cat "$lock/pid" 2>/dev/null) || continue
        kill -0 "$owner" 2>/dev/null || rm -rf "$lock"
    done
    trap 'rm -rf "$lock"' EXIT
    trap 'exit 130' INT TERM HUP
    echo $$ >"$lock/pid"
}

make_venv() {
    take_lock
    stale || return 0
    find_python || fail "dcnn-cards needs Python 3.11 or newer; there is none on the PATH."
    say "First start: making .venv with $("$python" --version) and what dcnn-cards needs (once only)."
    rm -f "$venv"/installed*
    # A pip that is there already works from outside and spares .venv a copy of its own.
    if "$python" -m pip --python "$python" --version >/dev/null 2>&1; then
        "$python" -m venv --clear --without-pip "$venv" || fail "Python could not make $venv."
        set -- "$python" -m pip --python "$venv/bin/python"
    else
        "$python" -m venv --clear "$venv" ||
            fail "Python could not make $venv; on Debian and Ubuntu: apt install python3-venv"
        set -- "$venv/bin/python" -m pip
    fi
    "$@" install --disable-pip-version-check --no-warn-script-location \
        --constraint "$root/scripts/lock.txt" --editable "$root$extras" >&2 ||
        fail "The installation failed, for the reason above. Put it right and start again."
    printf '%s\n' "$root" >"$venv/installed$extras"
    say "Ready."
}

if stale; then
    make_venv
    rm -rf "$lock"
    trap - EXIT INT TERM HUP
fi
