#!/bin/bash
# SPDX-License-Identifier: MIT
# For `make run`: starts ryot-cgi behind a private nginx, until Ctrl-C.
#   PORT=8080   LISTEN=127.0.0.1 (0.0.0.0 lets other machines in)   DATA=data
#   YANK_EVERY=300  seconds between two runs of ryot-yank, in place of cron
set -euo pipefail
cd "$(dirname "$0")/.."
PORT=${PORT:-8080}
LISTEN=${LISTEN:-127.0.0.1}
DATA=${DATA:-data}
YANK_EVERY=${YANK_EVERY:-300}
programs=${RYOT_BUILD:-build/release}
run=build/run
url=http://localhost:$PORT
hooks='' web='' nginx='' yank='' woken=''

say() { echo "run: $*"; }
fail() {
	say "$*" >&2
	exit 1
}
alive() { [ "$1" ] && kill -0 "$1" 2>/dev/null; }

# nginx stops first and finishes its open requests, so no request fails.
# shellcheck disable=SC2317 # called by the trap below
stop() {
	trap '' HUP INT TERM
	for worker in "$yank" "$woken"; do
		alive "$worker" || continue
		kill -TERM "$worker" || :
		wait "$worker" || :
	done
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
rm -f "$run/hooks.sock" "$run/web.sock" "$run/yank.sock"
# The settings of this run, for its programs and for ryotctl.
export RYOT_CONF=$run/ryot.conf
cat >"$RYOT_CONF" <<END
database = $DATA/ryot.db
base-url = $url
yank-socket = $run/yank.sock
END
nginx/render.sh "$run" "$LISTEN:$PORT" "$run" "$DATA/ryot.db"
kodi/repository.sh "$url" build/repository/repository.ryot "$run/repository.ryot.zip"

# Each runs in its own process group, so Ctrl-C reaches only this script, which
# stops them in order. They must not inherit the lock.
set -m
"$programs/ryot-cgi" --socket "$run/hooks.sock" </dev/null 9>&- &
hooks=$!
# Webhooks have priority over pages, as set in ryot-cgi@web.service.d.
nice -n 10 "$programs/ryot-cgi" --socket "$run/web.sock" </dev/null 9>&- &
web=$!
both_alive() { alive "$hooks" && alive "$web"; }
until [ -S "$run/hooks.sock" ] && [ -S "$run/web.sock" ]; do
	both_alive || fail "ryot-cgi did not start"
	sleep 0.1
done
nginx -e stderr -p "$run" -c nginx.conf </dev/null 9>&- &
nginx=$!
# Does what people ask for on the pages, at once; started again if it ends.
(
	trap 'kill "$!" 2>/dev/null || :; wait "$!" || :; exit 0' TERM
	while :; do
		"$programs/ryot-yank" --listen &
		wait "$!" || :
		sleep 1 &
		wait "$!"
	done
) </dev/null 9>&- &
woken=$!
# Stands in for cron. SIGTERM also ends the current sleep or ryot-yank.
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

# Ready once a request through nginx is answered; a slow machine takes seconds.
for ((tries = 0; ; tries++)); do
	both_alive || fail "ryot-cgi exited unexpectedly"
	alive "$nginx" || fail "nginx did not start"
	! curl -fs -o "$run/healthz" --max-time 2 "$url/healthz" || break
	[ "$tries" -lt 300 ] || fail "no answer from $url/healthz"
	sleep 0.1
done

cat <<END
run: ready on $url (Ctrl-C stops it; requests: $run/access.log)

Open it in a browser: the first page creates the administrator; Settings,
Integrations explains how to connect Jellyfin, Kodi or Audiobookshelf.

Without a browser, in another terminal, in this folder:
  RYOT_CONF=$run/ryot.conf $programs/ryotctl user add alice
  RYOT_CONF=$run/ryot.conf $programs/ryotctl integration add jellyfin --user alice
then post what Jellyfin sends while alice watches a film to the URL it prints:
  curl -sS -H 'Content-Type: application/json' \\
    --data-binary @tests/fixtures/jellyfin-real/sequences/watched-twice-12/04-progress.json <the URL>
END

wait -n "$hooks" "$web" "$nginx" || :
both_alive || fail "ryot-cgi exited unexpectedly"
fail "nginx exited unexpectedly"
