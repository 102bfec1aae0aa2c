#!/bin/sh
# The image's entry point: one image, one command for each process. Each becomes the process itself, so that it gets the signals.
set -eu
case "${1:-}" in
  web | worker) exec node --import tsx "server/$1/main.ts" ;;
  sandbox) exec node --import tsx sandbox/main.ts ;;
  migrate) exec node --import tsx scripts/migrate/main.ts ;;
  demo) exec node --import tsx scripts/up/compose-demo.ts ;;
  *)
    echo "Say what to run: web, worker, sandbox, migrate or demo" >&2
    exit 64
    ;;
esac
