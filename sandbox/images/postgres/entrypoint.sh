#!/bin/sh
# Makes the practice cluster at the first start and becomes the server. PRACTICE_PASSWORD is the password of the superuser `postgres`.
set -eu

for dir in /usr/lib/postgresql/*/bin; do
  if [ -x "$dir/postgres" ]; then PATH="$dir:$PATH"; fi
done

data=/practice/cluster/data
if [ ! -f /practice/cluster/ready ]; then
  # An initdb that was cut short leaves a folder that neither initdb nor postgres accepts.
  rm -rf "$data"
  (umask 077 && printf '%s\n' "${PRACTICE_PASSWORD:?is the password of the superuser}" > /practice/cluster/password)
  initdb --pgdata="$data" --username=postgres --pwfile=/practice/cluster/password \
    --auth-local=peer --auth-host=scram-sha-256 --encoding=UTF8 --locale=C --no-sync
  rm /practice/cluster/password
  # Loopback is what initdb allows. Docker hands a published port's connections on from an address of its own.
  echo 'host all all all scram-sha-256' >> "$data/pg_hba.conf"
  touch /practice/cluster/ready
fi

{
  cat /practice/practice.conf
  echo "listen_addresses = '*'"
  echo "unix_socket_directories = '/var/run/postgresql'"
} > "$data/postgresql.auto.conf"

exec postgres -D "$data"
