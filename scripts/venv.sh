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

# True when .venv lacks the extras, was made elsewhere or by another Python, or is older than what
# it should hold.
stale() {
    stamp=$venv/installed[dev]
    [ -e "$stamp" ] || stamp=$venv/installed$extras
    [ -e "$stamp" ] || return 0
    made_for=$(cat "$stamp")
    [ "$made_for" != "$(made_by)" ] || [ "$root/pyproject.toml" -nt "$stamp" ] ||
        [ "$root/scripts/lock.txt" -nt "$stamp" ] || [ ! -x "$venv/bin/python" ]
}

# Where .venv is, and the Python in it, by which others is told from one of the same name.
made_by() { printf '%s\n' "$root" "$(readlink -f -- "$venv/bin/python")"; }

# Names the first Python on the PATH that is new enough.
find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            return 0
        fi
    done
    return 1
}

# Names a process by its number and its beginning, since numbers come again.
process() { printf '%s %s\n' "$1" "$(ps -o lstart= -p "$1" 2>/dev/null)"; }

# True when the process that took the lock has ended, or did before it could write who it is.
abandoned() {
    owner=$(cat "$lock/owner" 2>/dev/null)
    if [ -z "$owner" ]; then
        nameless=$((nameless + 1))
        [ "$nameless" -gt 3 ]
    elif [ "$owner" = "${owner%% *} " ]; then # there was no ps to ask
        ! kill -0 "${owner%% *}" 2>/dev/null
    else
        nameless=0
        [ "$owner" != "$(process "${owner%% *}")" ]
    fi
}

# Takes an abandoned lock away. One at a time looks and takes: another would take the next one's.
clear_lock() {
    find "$lock.cleared" -prune -mmin +1 -exec rmdir {} \; 2>/dev/null
    mkdir "$lock.cleared" 2>/dev/null || return 0
    ! abandoned || rm -rf "$lock"
    rmdir "$lock.cleared"
}

# Waits until this is the only process that works on .venv.
take_lock() {
    waited=0 nameless=0 owner=
    until mkdir "$lock" 2>/dev/null; do
        [ -w "$root" ] || fail "$root cannot be written, so .venv cannot be made there."
        clear_lock
        [ -d "$lock" ] || continue
        [ "$waited" -ne 1 ] ||
            say "Waiting for process ${owner%% *}, which is making .venv." \
                "If there is none, remove $lock."
        sleep 1
        waited=$((waited + 1))
    done
    trap 'rm -rf "$lock"' EXIT
    trap 'exit 130' INT TERM HUP
    process $$ >"$lock/owner"
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
    made_by >"$venv/installed$extras"
    say "Ready."
}

if stale; then
    make_venv
    rm -rf "$lock"
    trap - EXIT INT TERM HUP
fi
