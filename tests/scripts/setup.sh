#!/usr/bin/env bash
# Installs what is missing on Debian or Ubuntu: system packages (named before anything happens, sudo only
# where needed) and the UI packages of the lock file. Does nothing where everything is there.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages=(build-essential pkg-config libssl-dev libwebkit2gtk-4.1-dev webkit2gtk-driver xvfb xauth
  dbus dbus-x11 gnome-keyring poppler-utils qpdf file)

command -v cargo >/dev/null || { echo "Rust is missing: install it with rustup, then try again." >&2; exit 1; }
command -v npm >/dev/null || { echo "Node.js (20.19 or newer) is missing: install it, then try again." >&2; exit 1; }
node -e 'const [a,b]=process.versions.node.split(".").map(Number); process.exit(a>20||(a===20&&b>=19)?0:1)' || {
  echo "Node.js $(node --version) is too old: 20.19 or newer is needed." >&2; exit 1; }

missing=()
for p in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing+=("$p")
done
if ((${#missing[@]})); then
  echo "Installing system packages: ${missing[*]}"
  as_root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "Please install as root: apt-get install ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

# node_modules is complete when it was made from this very lock file.
stamp=ui/node_modules/.attune-lock
if ! cmp -s ui/package-lock.json "$stamp"; then
  npm --prefix ui ci --no-audit --no-fund --loglevel=error
  cp ui/package-lock.json "$stamp"
fi
