# shellcheck shell=bash
# What all scripts share: where things are, how a step is announced, timed and explained when it fails.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
LOCAL=$ROOT/.local
LOGS=$LOCAL/log
VENV=$ROOT/.venv
export PY=$VENV/bin/python
PATH=$PATH:/usr/sbin:/sbin # an ordinary user's path on Debian lacks them
cd "$ROOT"

# The same messages and the same encoding whatever the machine's locale is (a bare machine has none).
export PATH LC_ALL=C.UTF-8 PYTHONUTF8=1

say() { printf '%s\n' "$@"; } # one line each

die() { # message, then what to do, one line each
  printf '\nERROR: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '       %s\n' "$@" >&2
  exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

# The folder of everything generated; only its owner may read it, for it holds passwords. One user per
# checkout: what root makes another cannot use, and root would look for the database elsewhere.
make_local() {
  [ -d "$LOCAL" ] || mkdir -m 700 "$LOCAL"
  [ -O "$LOCAL" ] || die "This checkout was set up by the user $(stat -c %U "$LOCAL")." \
    "Go on as that user, or start afresh: \`make reset\` as that user first."
  mkdir -p "$LOGS"
}

seconds_since() { # a time taken from EPOCHREALTIME
  local now=$EPOCHREALTIME
  local tenths=$(((${now/./} - ${1/./}) / 100000))
  printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# Runs a command with its output in a log of its own and sets STATUS, LOG and TOOK. It tests nothing:
# bash switches `set -e` off inside anything whose status is tested.
logged() { # text, command…
  local began=$EPOCHREALTIME
  LOG=$LOGS/$(tr -cs '[:alnum:]\n' '-' <<<"$1").log
  printf '  %-52s ' "$1"
  shift
  set +e
  (
    set -e
    "$@"
  ) >"$LOG" 2>&1
  STATUS=$?
  set -e
  TOOK=$(seconds_since "$began")
}

# step "what" "what to do if it fails" command…
step() {
  local text=$1 hint=$2
  shift 2
  logged "$text" "$@"
  [ "$STATUS" -eq 0 ] || explain_failure "$text" "$hint"
  say "$TOOK"
}

explain_failure() { # text, hint
  printf 'FAILED\n\nThe end of %s:\n' "${LOG#"$ROOT"/}" >&2
  tail -n 25 "$LOG" | sed 's/^/    /' >&2
  die "\"$1\" failed." "$2"
}

skip() { printf '  %-52s nothing to do\n' "$1"; }

sha() { sha256sum | cut -c 1-16; }

# A stamp holds the fingerprint of what a step was made from; the step is needed when it differs.
fresh() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# Without DATABASE_URL the database is our own cluster; also when somebody read it out of .local/env.
own_database() {
  [ -z "${DATABASE_URL:-}" ] ||
    { [ -f "$LOCAL/pw" ] && [[ $DATABASE_URL == *":$(cat "$LOCAL/pw")@"* ]]; }
}

# What manage.py and the web server need to know; a DATABASE_URL from outside goes before ours.
load_env() {
  local given=
  own_database || given=$DATABASE_URL
  # shellcheck source=/dev/null
  . "$LOCAL/env"
  [ -z "$given" ] || export DATABASE_URL=$given
}

# A process is ours if it stands in this checkout and runs what we think: a number alone proves nothing,
# after a restart of the machine it is somebody else's.
alive() { # pid file, a word of the command line
  local pid
  pid=$(cat "$1" 2>/dev/null || true)
  [ -n "$pid" ] && [ "$(readlink "/proc/$pid/cwd" 2>/dev/null || true)" = "$ROOT" ] &&
    [[ $(tr '\0' ' ' <"/proc/$pid/cmdline") == *"$2"* ]]
}

end_process() { # pid file, word: asks, waits, and after 20 s does not ask any more
  local pid i
  alive "$1" "$2" || return 0
  pid=$(cat "$1")
  kill -TERM "$pid"
  for ((i = 0; i < 200; i++)); do
    alive "$1" "$2" || return 0
    sleep 0.1
  done
  kill -KILL "$pid"
}
