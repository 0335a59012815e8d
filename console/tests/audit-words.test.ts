import type { TFunction } from "i18next";
import { expect, it } from "vitest";
import { detailWords } from "../src/foundation/texts/audit-words.ts";

it("writes several scopes of a token as words, not as JSON", () => {
  const t = ((key: string) => key) as unknown as TFunction;
  const words = detailWords(t, { scopes: ["sessions:read", "company:read"] });
  expect(words.map(([, value]) => value)).toEqual(["sessions:read, company:read"]);
});
