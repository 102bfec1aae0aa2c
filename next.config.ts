import type { NextConfig } from "next";

const config: NextConfig = {
  // Two checkouts, or a build beside a running server, must not write into one folder.
  distDir: process.env.NIGHTSHIFT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run verify:types` checks the whole repository, tests and scripts too; a start need not do it a second time.
  typescript: { ignoreBuildErrors: true },
  // Native addons, and packages that find files of theirs at run time: required from node_modules, never bundled.
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "dockerode",
    "docker-modem",
    "ssh2",
    "cpu-features",
    "graphile-worker",
    "ioredis",
    "pg",
    "pino",
  ],
};

export default config;
