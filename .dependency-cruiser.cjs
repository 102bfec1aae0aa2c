// The import rules of docs/ARCHITECTURE.md. A room may look down the list of floors, never up.
const floors = [
  "platform",
  "events",
  "auth",
  "calls",
  "audit",
  "security",
  "people",
  "keys",
  "settings",
  "integrations",
  "github",
  "maintenance",
  "incidents",
  "monitoring",
  "alerts",
  "outbound",
  "knowledge",
  "diagnosis",
  "remediation",
  "analytics",
  "realtime",
  "api",
];

const ban = (name, from, to, pathNot) => ({
  name,
  severity: "error",
  from: { path: from },
  to: { path: to, ...(pathNot && { pathNot }) },
});

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "nothing-unresolved", severity: "error", from: {}, to: { couldNotResolve: true, pathNot: "^bun:" } },
    ...floors
      .slice(0, -1)
      .map((floor, i) =>
        ban(
          `${floor}-looks-down-only`,
          `^lib/${floor}/(?!contract\\.ts|\\w+-contract\\.ts)`,
          `^lib/(${floors.slice(i + 1).join("|")})/`,
        ),
      ),
    ban("nouns-by-their-doors", "^(app|components|server|scripts|e2e|lib/([^/]+))/", "^lib/(?!platform/)", [
      "/(index|contract)\\.ts$",
      "^lib/$2/",
    ]),
    ban("contracts-are-pure", "^lib/.*contract\\.ts$", "^(lib|node_modules)/", ["contract\\.ts$", "^node_modules/zod"]),
    ban("browser-sees-contracts-only", "^(components|e2e)/", "^(lib|app|server)/", ["^lib/[^/]+/contract\\.ts$"]),
    ban("lib-is-framework-free", "^lib/", "^(app|components|server|e2e)/|^node_modules/next/"),
    ban("routes-never-query", "^(app|components)/", "^lib/platform/db|^node_modules/@prisma/client|^prisma/generated"),
    ban("prisma-lives-in-platform", "^(?!lib/platform/|prisma/)", "^prisma/generated"),
    ban("server-is-not-app", "^(server|scripts)/", "^(app|components)/"),
    ban("sandbox-stands-alone", "^sandbox/", "^(app|components|server|scripts|lib/(?!platform/))"),
    ban("product-does-not-know-the-sandbox", "^(app|components|lib)/", "^sandbox/"),
  ],
  options: {
    doNotFollow: { path: "node_modules|prisma/generated|client/generated" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
