import { readdirSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { pictureOf } from "../../src/features/support-sessions/follow/WhatCustomerSees.tsx";
import { LANGUAGES } from "../../src/foundation/texts/texts.ts";

const folder = resolve(import.meta.dirname, "../../src/features/support-sessions/follow/pictures");
const SITUATIONS = ["open_mail", "download", "open_file", "asking", "read_code"] as const;

describe("the pictures of what the customer sees", () => {
  it.each(LANGUAGES)("are there in %s, small, and found by situation", (language) => {
    for (const situation of SITUATIONS) {
      expect(pictureOf(language, situation)).toContain(`${language}/${situation}.webp`);
      expect(statSync(resolve(folder, language, `${situation}.webp`)).size).toBeLessThanOrEqual(40_000);
    }
    expect(readdirSync(resolve(folder, language)).length).toBe(SITUATIONS.length);
  });

  it("are left out where there is none", () => {
    expect(pictureOf("en", "elevating")).toBeUndefined();
  });
});
