import type { TFunction } from "i18next";
import { expect, it } from "vitest";
import { detailWords } from "../src/foundation/texts/audit-words.ts";

it("writes several scopes of a token as words, not as JSON", () => {
  const t = ((key: string) => key) as unknown as TFunction;
  const words = detailWords(t, { scopes: ["sessions:read", "company:read"] });
  expect(words.map(([, value]) => value)).toEqual([
    "console.tokens.scope.sessions_read, console.tokens.scope.company_read",
  ]);
});

it("says days, plans and what is not limited in words", () => {
  const t = ((key: string) => key) as unknown as TFunction;
  const words = detailWords(t, { ends_at: 1_801_353_600_000, plan: "plus", seats: null });
  expect(words.map(([, value]) => value)).toEqual(["2027-01-31", "console.company.plan_plus", "–"]);
});
