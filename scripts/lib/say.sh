# Sourced by the scripts: where the checkout is, and how they speak. One sentence per trouble, saying what to do.
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
say() { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
fail() { # fail <exit code> <sentence>
  local code=$1; shift; printf '%s\n' "$*" >&2; exit "$code"
}
# help: prints the comment block at the head of the calling script
help() { sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$0"; exit 0; }
random_word() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }
port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
# free_port: below the kernel's ephemeral range, so that no outgoing connection can sit on a remembered port
free_port() {
  local port
  while :; do port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000)); port_taken "$port" || { echo "$port"; return; }; done
}
