#!/bin/bash
# SPDX-License-Identifier: MIT
# What `make run` calls: ryot-cgi behind an nginx of its own, until Ctrl-C.
#   PORT=8080   LISTEN=127.0.0.1 (0.0.0.0 lets other machines in)   DATA=data
#   YANK_EVERY=300  seconds between two yanks, as cron does it in production
set -euo pipefail
cd "$(dirname "$0")/.."
PORT=${PORT:-8080}
LISTEN=${LISTEN:-127.0.0.1}
DATA=${DATA:-data}
YANK_EVERY=${YANK_EVERY:-300}
programs=${RYOT_BUILD:-build/release}
run=build/run
url=http://localhost:$PORT
hooks='' web='' nginx='' yank=''

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
	! alive "$yank" || kill -TERM "$yank" || :
	[ -z "$yank" ] || wait "$yank" || :
	! alive "$nginx" || kill -QUIT "$nginx" || :
	[ -z "$nginx" ] || wait "$nginx" || :
	for cgi in "$hooks" "$web"; do
		! alive "$cgi" || kill -TERM "$cgi" || :
		[ -z "$cgi" ] || wait "$cgi" || :
	done
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
rm -f "$run/hooks.sock" "$run/web.sock"
# What the programs of this run, and ryotctl beside them, have to know.
export RYOT_CONF=$run/ryot.conf
cat >"$RYOT_CONF" <<END
database = $DATA/ryot.db
base-url = $url
END
nginx/render.sh "$run" "$LISTEN:$PORT" "$run"

# Each in a process group of its own: Ctrl-C reaches this script only, which
# then stops them in order. They do not inherit the lock.
set -m
"$programs/ryot-cgi" --socket "$run/hooks.sock" </dev/null 9>&- &
hooks=$!
# Pages give way to webhooks, as ryot-cgi@web.service.d says it to systemd.
nice -n 10 "$programs/ryot-cgi" --socket "$run/web.sock" </dev/null 9>&- &
web=$!
both_alive() { alive "$hooks" && alive "$web"; }
until [ -S "$run/hooks.sock" ] && [ -S "$run/web.sock" ]; do
	both_alive || fail "ryot-cgi did not start"
	sleep 0.1
done
nginx -e stderr -p "$run" -c nginx.conf </dev/null 9>&- &
nginx=$!
# Stands in for cron. Its TERM reaches the sleep or the yank of the moment.
(
	trap 'kill "$!" 2>/dev/null || :; exit 0' TERM
	while :; do
		sleep "$YANK_EVERY" &
		wait "$!"
		"$programs/ryot-yank" &
		wait "$!" || :
	done
) </dev/null 9>&- &
yank=$!
set +m

# Ready when the whole way through answers; a Raspberry Pi may take seconds.
for ((tries = 0; ; tries++)); do
	both_alive || fail "ryot-cgi has ended by itself"
	alive "$nginx" || fail "nginx did not start"
	! curl -fs -o "$run/healthz" --max-time 2 "$url/healthz" || break
	[ "$tries" -lt 300 ] || fail "no answer from $url/healthz"
	sleep 0.1
done

cat <<END
run: ready on $url (Ctrl-C stops it; requests: $run/access.log)

Open it in a browser: the first page makes the administrator, and Settings,
Integrations says step by step how to connect Jellyfin, Kodi or Audiobookshelf.

Without a browser, in another terminal, in this folder:
  RYOT_CONF=$run/ryot.conf $programs/ryotctl user add alice
  RYOT_CONF=$run/ryot.conf $programs/ryotctl integration add jellyfin --user alice
and post what Jellyfin posts while alice watches a film, to the URL it prints:
  curl -sS -H 'Content-Type: application/json' \\
    --data-binary @tests/fixtures/jellyfin/movie-progress.json <the URL>
END

wait -n "$hooks" "$web" "$nginx" || :
both_alive || fail "ryot-cgi has ended by itself"
fail "nginx has ended by itself"
