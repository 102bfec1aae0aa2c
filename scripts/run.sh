#!/bin/sh
# Runs one of our commands (`sh scripts/run.sh up`), on the Node that came with the dependencies: npm puts it first in PATH. On a fresh
# clone it is not there yet, so the dependencies come first, and this shell must look for `node` anew. The command replaces the shell:
# it gets the signals.
set -eu
command=$1
shift
node scripts/setup/install.mjs "$command"
hash -r
exec node "scripts/$command.mjs" "$@"
