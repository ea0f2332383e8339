# Sourced after say.sh by start, stop and story: the two programs that scripts/start runs, and their traces under .run.
PROGRAMS="host sandbox"
pid_of() { cat "$ROOT/.run/$1.pid" 2>/dev/null || echo 0; }
# runs <program>: our own process lives (a pid that was handed to somebody else does not count)
runs() {
  local pid; pid=$(pid_of "$1"); [ "$pid" -gt 0 ] && kill -0 "$pid" 2>/dev/null \
    && tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qi "WeChatService.$1.dll"
}
stop_program() {
  local pid i; runs "$1" || { rm -f "$ROOT/.run/$1.pid"; return 0; }
  pid=$(pid_of "$1"); kill "$pid" 2>/dev/null || true
  for i in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  kill -9 "$pid" 2>/dev/null || true
  rm -f "$ROOT/.run/$1.pid"
}
stop_programs() { local p; for p in $PROGRAMS; do stop_program "$p"; done; }
# fingerprint <file>…: one word for the content of these tracked and untracked, not ignored, files
fingerprint() { (cd "$ROOT" && git ls-files -co --exclude-standard -- "$@" | sort | tr '\n' '\0' | xargs -0 -r sha256sum 2>/dev/null | sha256sum | cut -c1-32); }
