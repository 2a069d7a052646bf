#!/usr/bin/env bash
# Runs a command with an empty home of its own, a display (Xvfb), a message bus and an unlocked test keyring.
set -euo pipefail
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
chmod 700 "$home"
mkdir -m 700 "$home/run"
export XDG_RUNTIME_DIR="$home/run" XDG_DATA_HOME="$home/data" XDG_CONFIG_HOME="$home/config" XDG_CACHE_HOME="$home/cache"
# shellcheck disable=SC2016
dbus-run-session -- xvfb-run -a -s "-screen 0 ${ATTUNE_SCREEN:-1440x900}x24" bash -c '
  printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || true
  sleep 0.5
  exec "$@"' _ "$@"
