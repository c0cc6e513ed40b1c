/** Who may import whom. The rules are tested by planted violations in layering.test.ts. */
const domains = "(accounts|rooms|guests|lobby|calls|meetings|recordings|chat|notes|videos|files|applications|notifications|diagnostics|jobs|reports)";
const vendors = "(livekit-server-sdk|@livekit/rtc-node|nodemailer|@aws-sdk/[^/]+)";
const notTests = "\\.(test|int\\.test)\\.(ts|tsx|mjs)$|^db/(testing|testing-server|factories)\\.ts$|^e2e/";

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true, dependencyTypesNot: ["type-only"] } },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "core-is-pure",
      comment: "lib/core imports nothing of ours but itself",
      severity: "error",
      from: { path: "^lib/core/", pathNot: notTests },
      to: { path: "^(app|components|db|inngest|server|e2e|lib/(?!core/))" },
    },
    {
      name: "db-below-domains",
      comment: "db knows constants of contracts (schema), the environment and the log; nothing else",
      severity: "error",
      from: { path: "^db/", pathNot: notTests },
      to: { path: "^(app|components|inngest|server|e2e|lib/(?!core/|platform/(env|log)\\.ts$|[a-z]+/(contract|constants)\\.ts$))" },
    },
    {
      name: "schema-only-constants",
      severity: "error",
      from: { path: "^db/schema/" },
      to: { path: "^lib/", pathNot: "^lib/(core/|[a-z]+/(contract|constants)\\.ts$)" },
    },
    {
      name: "shared-below-domains",
      comment: "authz, events, audit and platform never reach up into a domain or lib/http; contracts are constants",
      severity: "error",
      from: { path: "^lib/(authz|events|audit|platform)/", pathNot: notTests },
      to: { path: `^(app|components|inngest|server|lib/http/|lib/${domains}/(?!(contract|constants)\\.ts$))` },
    },
    {
      name: "domain-not-up",
      comment: "a domain never imports an adapter",
      severity: "error",
      from: { path: `^lib/${domains}/`, pathNot: notTests },
      to: { path: "^(app|components|inngest|server|lib/http)/" },
    },
    {
      name: "domain-not-sideways",
      comment: "of another domain only contract, policy and queries; effects travel as events",
      severity: "error",
      from: { path: `^lib/${domains}/`, pathNot: notTests },
      to: { path: `^lib/${domains}/`, pathNot: ["^lib/$1/", "^lib/[a-z]+/(contract|constants|policy|queries)(/|\\.ts$)"] },
    },
    {
      name: "policy-reads-nothing",
      severity: "error",
      from: { path: "^lib/[a-z]+/policy\\.ts$" },
      to: { path: "^(db/|lib/platform/|lib/events/|lib/audit/|lib/[a-z]+/(queries|commands))" },
    },
    {
      name: "contract-is-browser-safe",
      severity: "error",
      from: { path: `^lib/${domains}/(contract|constants)\\.ts$` },
      to: { path: `^(db/|app/|server/|inngest/|lib/(platform|events|audit|authz|http)/|lib/${domains}/(?!(contract|constants)\\.ts$))`, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "http-below-adapters",
      severity: "error",
      from: { path: "^lib/http/", pathNot: notTests },
      to: { path: "^(app|components|inngest|server)/" },
    },
    {
      name: "components-stay-in-the-browser",
      comment: "server code reaches components only as props",
      severity: "error",
      from: { path: "^components/", pathNot: notTests },
      to: { path: "^(app|db|inngest|server|e2e|lib/(?!core/|[a-z]+/(contract|constants)\\.ts$))" },
    },
    {
      name: "no-schemas-in-the-browser",
      comment: "a value of a contract brings the schema library with it, 60 kB: pages take values from constants.ts, and types from the contract",
      severity: "error",
      from: { path: "^components/(?!admin/)", pathNot: notTests },
      to: { path: "^(node_modules/zod/|lib/[a-z]+/contract\\.ts$)", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "vendors-at-the-edge",
      comment: "outside services are spoken to in lib/platform and server only",
      severity: "error",
      from: { path: "^(app|components|db|inngest|lib)/", pathNot: `^lib/platform/|${notTests}` },
      to: { path: `^node_modules/${vendors}` },
    },
    {
      name: "child-processes-at-the-edge",
      severity: "error",
      from: { path: "^(app|components|db|inngest|lib)/", pathNot: `^lib/platform/|${notTests}` },
      to: { path: "^(node:)?child_process$" },
    },
    { name: "not-from-tests", severity: "error", from: { path: "^(app|components|inngest|lib|server|db)/", pathNot: notTests }, to: { path: notTests } },
    { name: "no-server-only", comment: "lib is shared with the worker, where it throws", severity: "error", from: {}, to: { path: "server-only" } },
  ],
  options: {
    // To exclude node_modules would silently switch off every rule about packages.
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^\\.(next|build|data)|^\\.next-" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"], extensions: [".ts", ".tsx", ".mjs", ".js", ".json"] },
  },
};
