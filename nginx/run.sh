#!/bin/bash
# SPDX-License-Identifier: MIT
# What `make run` calls: ryot-cgi behind an nginx of its own, until Ctrl-C.
#   PORT=8080   LISTEN=127.0.0.1 (0.0.0.0 lets other machines in)   DATA=data
set -euo pipefail
cd "$(dirname "$0")/.."
PORT=${PORT:-8080}
LISTEN=${LISTEN:-127.0.0.1}
DATA=${DATA:-data}
programs=${RYOT_BUILD:-build/release}
run=build/run
url=http://localhost:$PORT
cgi='' nginx=''

say() { echo "run: $*"; }
fail() {
	say "$*" >&2
	exit 1
}
alive() { [ "$1" ] && kill -0 "$1" 2>/dev/null; }

# nginx goes first and finishes what it has begun, so that nobody is refused.
# shellcheck disable=SC2317 # called by the trap below
stop() {
	trap '' HUP INT TERM
	! alive "$nginx" || kill -QUIT "$nginx" || :
	[ -z "$nginx" ] || wait "$nginx" || :
	! alive "$cgi" || kill -TERM "$cgi" || :
	[ -z "$cgi" ] || wait "$cgi" || :
}
trap stop EXIT
trap 'echo; say stopping; exit 0' HUP INT TERM

[ -x "$programs/ryot-cgi" ] || fail "no $programs/ryot-cgi; call \`make\` first"
mkdir -p "$run"
exec 9>"$run/lock"
flock -n 9 || fail "\`make run\` is already running in this checkout"
if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
	fail "port $PORT is taken; take another one: make run PORT=8081"
fi
(umask 077 && mkdir -p "$DATA")
rm -f "$run/hooks.sock"
nginx/render.sh "$run" "$LISTEN:$PORT" "$run/hooks.sock"

# Each in a process group of its own: Ctrl-C reaches this script only, which
# then stops them in order. They do not inherit the lock.
set -m
"$programs/ryot-cgi" --socket "$run/hooks.sock" --database "$DATA/ryot.db" \
	--base-url "$url" </dev/null 9>&- &
cgi=$!
until [ -S "$run/hooks.sock" ]; do
	alive "$cgi" || fail "ryot-cgi did not start"
	sleep 0.1
done
nginx -e stderr -p "$run" -c nginx.conf </dev/null 9>&- &
nginx=$!
set +m

# Ready when the whole way through answers; a Raspberry Pi may take seconds.
for ((tries = 0; ; tries++)); do
	alive "$cgi" || fail "ryot-cgi has ended by itself"
	alive "$nginx" || fail "nginx did not start"
	! curl -fs -o "$run/healthz" --max-time 2 "$url/healthz" || break
	[ "$tries" -lt 300 ] || fail "no answer from $url/healthz"
	sleep 0.1
done

ctl="$programs/ryotctl --database $DATA/ryot.db"
cat <<END
run: ready on $url (Ctrl-C stops it; requests: $run/access.log)

In another terminal, make a user and a webhook, whose URL is printed:
  $ctl user add alice
  $ctl integration add jellyfin --user alice
Then post what Jellyfin posts while alice watches a film, to that URL:
  curl -sS -H 'Content-Type: application/json' \\
    --data-binary @tests/fixtures/jellyfin/movie-progress.json <the URL>
The answer has "outcome": "tracked", "reason": "started", "percent": 34.4856
END

wait -n "$cgi" "$nginx" || :
alive "$cgi" || fail "ryot-cgi has ended by itself"
fail "nginx has ended by itself"
