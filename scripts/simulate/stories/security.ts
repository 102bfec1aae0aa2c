import { clockTime, insider, outsider, type Story, stamp } from "./story";

const bruteForce: Story = {
  name: "brute-force",
  type: "security",
  summary: "Somebody tries passwords by the thousand",
  severity: "high",
  services: ["sso", "vpn-gateway", "admin-portal", "customer-login", "bastion", "partner-login"],
  tell({ service, host, at, dice }) {
    const tries = dice.between(1_200, 48_000);
    const accounts = dice.between(1, 60);
    const sources = dice.between(1, 400);
    const from = outsider(dice);
    const port = () => dice.between(30_000, 60_000);
    return {
      title: `Brute force on ${service}: ${tries.toLocaleString("en-US")} failed sign-ins in 10 minutes`,
      text: `${host} has refused ${tries.toLocaleString("en-US")} passwords for ${accounts} accounts since ${clockTime(at, 10)}, from ${sources} addresses, most of them from ${from}. None got in so far. ${dice.between(0, 6)} accounts are locked.`,
      errors: [
        `${stamp(at, 2_040)} ${host} sshd[${dice.between(2_000, 30_000)}]: Failed password for invalid user admin from ${from} port ${port()} ssh2`,
        `${stamp(at, 1_120)} ${host} sshd[${dice.between(2_000, 30_000)}]: error: maximum authentication attempts exceeded for root from ${from} port ${port()} ssh2 [preauth]`,
        `${stamp(at, 80)} WARN  sign-in denied: account locked after 10 failed attempts`,
      ],
      labels: { source_ip: from, sources: String(sources), accounts: String(accounts), failed_10m: String(tries) },
    };
  },
};

const sqlInjection: Story = {
  name: "sql-injection",
  type: "security",
  summary: "Requests carry SQL, and some of it reaches the database",
  severity: "critical",
  services: ["shop-api", "blog-cms", "support-portal", "booking-api", "partner-api", "newsletter-api"],
  tell({ service, host, at, dice }) {
    const from = outsider(dice);
    const requests = dice.between(140, 9_000);
    const parameter = dice.of(["id", "q", "sort", "category"]);
    const [tried, said] = dice.of([
      ["1' OR '1'='1' -- ", "ERROR:  invalid input syntax for type integer: \"1' OR '1'='1' -- \""],
      ["1 UNION SELECT null,version(),null--", "ERROR:  each UNION query must have the same number of columns"],
      ["1; SELECT pg_sleep(10)--", 'ERROR:  syntax error at or near ";"'],
    ]);
    const path = `/${dice.of(["products", "search", "articles", "bookings"])}?${parameter}=${encodeURIComponent(tried)}`;
    return {
      title: `SQL injection against ${service}: ${requests.toLocaleString("en-US")} attempts on parameter "${parameter}"`,
      text: `Since ${clockTime(at, dice.between(3, 30))} requests to ${host} carry SQL in "${parameter}". ${dice.between(2, 60)} of them were answered 500 with an error of the database, so the text gets that far. All come from ${from}.`,
      errors: [
        `nginx: [error] upstream answered 500 to "GET ${path} HTTP/1.1", client: ${from}, user agent: "sqlmap/1.8"`,
        `${stamp(at, 1_450)} ${said}`,
        `${stamp(at, 1_440)} ERROR unhandled database error in GET ${path.split("?")[0]}, request denied`,
      ],
      labels: { source_ip: from, parameter, attempts: String(requests), rule: `942${dice.between(100, 560)}` },
    };
  },
};

const suspiciousSignIn: Story = {
  name: "suspicious-sign-in",
  type: "security",
  summary: "A sign-in that its owner can hardly have made",
  severity: "high",
  services: ["identity", "payroll", "cloud-console", "source-control", "finance-portal", "mail-gateway"],
  tell({ service, host, at, dice }) {
    const [here, there, hours] = dice.of([
      ["Lisbon", "Jakarta", 15],
      ["Toronto", "Warsaw", 9],
      ["Zurich", "Manila", 14],
      ["Austin", "Nairobi", 17],
    ]);
    const apart = dice.between(11, 55);
    const who = `${dice.of(["a.silva", "j.kowalski", "m.keller", "r.santos", "t.otieno"])}@example.com`;
    const from = outsider(dice);
    return {
      title: `Suspicious sign-in to ${service}: ${who} in ${here} and ${apart} minutes later in ${there}`,
      text: `${who} signed in from ${here} (${insider(dice)}) at ${clockTime(at, apart + 2)} and from ${there} (${from}) at ${clockTime(at, 2)}. The way takes at least ${hours} hours. The second sign-in came from a device never seen before, with the right password and a second factor that was approved after ${dice.between(4, 17)} requests.`,
      errors: [
        `${stamp(at, 121_000)} ${host} auth: second factor denied by user ${who} from ${from}`,
        `${stamp(at, 112_000)} ${host} auth: risk check failed for ${who}: impossible travel, new device, score ${dice.between(86, 99)}`,
        `${stamp(at, 30_000)} ${host} auth: access to export of all records denied for ${who}, role changed ${dice.between(10, 60)} seconds ago`,
      ],
      labels: { user: who, source_ip: from, city: there, risk: "high" },
    };
  },
};

export const security: Story[] = [bruteForce, sqlInjection, suspiciousSignIn];
