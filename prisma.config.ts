import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  // Only `prisma migrate` elsewhere reads this; the product's own migrations go through scripts/migrate.
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://localhost:5432/nightshift" },
});
