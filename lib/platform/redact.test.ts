import { expect, test } from "vitest";
import { redact, redactDeep, registerSecret, withoutSecrets } from "./redact";

const key = "k1".repeat(16);

test("a value that is passed along is hidden in that text alone, wherever it stands, the longest first", () => {
  const secrets = ["Checkout-2026", "Checkout-2026-api"];
  expect(redact("AUTH Checkout-2026-api, xCheckout-2026x", secrets)).toBe("AUTH [redacted], x[redacted]x");
  expect(redactDeep({ lines: ["a Checkout-2026"], at: new Date(0) }, secrets)).toEqual({
    ...{ lines: ["a [redacted]"], at: new Date(0) },
  });
  expect(redact("AUTH Checkout-2026")).toBe("AUTH Checkout-2026");
});

test("a password that is also a word hides nothing: names, errors and figures stay what they are", () => {
  const common = ["postgres", "checkout", "deployment", "Short-1", ""];
  registerSecret("postgres");
  const text = 'the deployment of checkout: database "postgres" of postgres, Short-1';
  expect([redact(text, common), withoutSecrets(text, common)]).toEqual([text, text]);
  expect(redact("Deployment-7 and correcthorsebattery", ["Deployment-7", "correcthorsebattery"])).toBe(
    "[redacted] and [redacted]",
  );
});

test("our own keys, secrets and addresses have shapes; what others call a routing key is none", () => {
  for (const text of [
    `POST /webhook/datadog/${key} 202`,
    `curl https://on.example.com/webhook/heartbeat/${key}`,
    `{"routing_key":"${key}","event_action":"trigger"}`,
    `routing_key: ${key.toUpperCase()}`,
    `secret nswh_${key}, link /invitations/nsi_${key}`,
  ]) {
    expect(redact(text), text).toContain("[redacted]");
    expect(redact(text).toLowerCase()).not.toContain(key);
  }
  for (const text of ["routing_key=orders.created", "GET /webhook/pagerduty/status", `/api/v1/incidents/${key}`])
    expect(redact(text)).toBe(text);
});

test("what stands between marks without an end, or behind many beginnings, is hidden all the same", () => {
  expect(redact('password="hunter2 and more')).toBe("password=[redacted] and more");
  expect(redact("token='abcdefgh1")).toBe("token=[redacted]");
  expect(redact(`${"-eyJabcdefgh".repeat(3)}.abcdefghi.abcdefghi!`)).toBe("-[redacted]!");
  expect(redact("curl -s x -u a:b1 | curl --user=c:d;e")).not.toMatch(/b1|d;e/);
  expect(redact(`${"a.".repeat(50)}://user:hunter2@db`)).not.toContain("hunter2");
  expect(redact("token=token=token= tokens: many words, author: nobody")).toBe(
    "token=token=token= tokens: many words, author: nobody",
  );
});
