# shellcheck shell=bash
# What all scripts share: where things are, how a step is announced, timed and explained when it fails.

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
LOCAL=$ROOT/.local
LOGS=$LOCAL/log
VENV=$ROOT/.venv
PY=$VENV/bin/python
cd "$ROOT"

# The same messages and the same encoding whatever the machine's locale is (a bare machine has none).
export LC_ALL=C.UTF-8 PYTHONUTF8=1

say() { printf '%s\n' "$*"; }

die() { # message, then what to do, one line each
  printf '\nERROR: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '       %s\n' "$@" >&2
  exit 1
}

seconds_since() { # a time taken from EPOCHREALTIME
  local now=$EPOCHREALTIME
  local tenths=$(((${now/./} - ${1/./}) / 100000))
  printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

explain_failure() { # text, log, hint
  printf 'FAILED\n\nThe last lines of %s:\n' "${2#"$ROOT"/}" >&2
  tail -n 25 "$2" | sed 's/^/    /' >&2
  die "\"$1\" failed." "$3"
}

# step "what" "what to do if it fails" command…: runs it with its output in a log of its own.
step() {
  local text=$1 hint=$2 began=$EPOCHREALTIME log status=0
  shift 2
  log=$LOGS/$(tr -cs '[:alnum:]' '-' <<<"$text").log
  mkdir -p "$LOGS"
  printf '  %-52s ' "$text"
  set +e # bash switches `set -e` off inside anything whose status is tested, so do not test: look after
  (
    set -e
    "$@"
  ) >"$log" 2>&1 9>&-
  status=$?
  set -e
  [ "$status" -eq 0 ] || explain_failure "$text" "$log" "$hint"
  seconds_since "$began"
  printf '\n'
}

skip() { printf '  %-52s nothing to do\n' "$1"; }

sha() { sha256sum | cut -c 1-16; }

# A stamp holds the fingerprint of what a step was made from; the step is needed when it differs.
fresh() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

is_root() { [ "$(id -u)" -eq 0 ]; }
