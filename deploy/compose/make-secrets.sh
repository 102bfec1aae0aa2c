#!/bin/sh
# sh deploy/compose/make-secrets.sh
# Makes the secrets that docker-compose.yml needs, once: .nightshift/compose*.env, readable by their owner only. It also notes in .env which
# group may talk to the Docker engine. Run again it changes nothing; remove the file (and the volumes) to start anew.
set -eu
cd "$(dirname "$0")/../.."
umask 077

file=.nightshift/compose.env
random() { od -An -tx1 -N"$1" /dev/urandom | tr -d ' \n'; }

mkdir -p .nightshift
if [ ! -f "$file" ]; then
  database_password=$(random 24)
  practice_password=$(random 24)
  cat > "$file.new" <<END
NIGHTSHIFT_SECRET=$(random 32)
DATABASE_URL=postgresql://nightshift:$database_password@postgres:5432/nightshift
NIGHTSHIFT_SANDBOX_POSTGRES_PASSWORD=$practice_password
NIGHTSHIFT_DEMO_API_KEY=ns_$(random 32)
END
  echo "POSTGRES_PASSWORD=$database_password" > .nightshift/compose-postgres.env
  echo "PRACTICE_PASSWORD=$practice_password" > .nightshift/compose-practice.env
  # Last: this file is what says that all of them are there.
  mv "$file.new" "$file"
  echo "Wrote $file; the API key of the demo organization is in it"
else
  echo "$file is there already"
fi

socket=/var/run/docker.sock
if [ -S "$socket" ] && ! grep -q '^DOCKER_GID=' .env 2>/dev/null; then
  gid=$(stat -c %g "$socket" 2>/dev/null || stat -f %g "$socket")
  echo "DOCKER_GID=$gid" >> .env
  echo "Wrote DOCKER_GID=$gid to .env"
fi
