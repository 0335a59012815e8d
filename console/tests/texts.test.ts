import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { asProblem, Problem } from "../src/foundation/api/problem.ts";
import { problemText } from "../src/foundation/texts/problem-text.ts";
import { FACTS_IN_TEXTS, FORMATTER } from "../src/foundation/texts/texts.ts";
import i18next from "i18next";

type Tree = { [key: string]: Tree | string };
const catalogue = (language: string): Tree =>
  JSON.parse(readFileSync(resolve(import.meta.dirname, `../../locales/${language}.json`), "utf8")) as Tree;
const flat = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : flat(value, `${path}${key}.`),
  );
const texts = Object.fromEntries(
  ["pt-BR", "en", "es"].map((language) => [language, new Map(flat(catalogue(language)))]),
);
const portuguese = texts["pt-BR"] ?? new Map<string, string>();

describe("the texts of the console", () => {
  it.each(["en", "es"])("exist in %s as in Portuguese, with the same variables", (language) => {
    const other = texts[language] ?? new Map<string, string>();
    const variables = (text = "") => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort().join();
    const wrong = [...portuguese].filter(
      ([key, text]) => key.startsWith("console.") && variables(text) !== variables(other.get(key)),
    );
    expect(wrong).toEqual([]);
    expect([...other.keys()].filter((key) => key.startsWith("console.")).sort()).toEqual(
      [...portuguese.keys()].filter((key) => key.startsWith("console.")).sort(),
    );
  });

  it("are there for every key that the pages name", () => {
    const source = resolve(import.meta.dirname, "../src");
    const missing = readdirSync(source, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .flatMap((name) => readFileSync(join(source, name), "utf8").match(/"(?:console|common)\.[\w.]+[a-z0-9]"/g) ?? [])
      .map((quoted) => quoted.slice(1, -1))
      .filter(
        (key) =>
          ![...portuguese.keys()].some(
            (known) => known === key || known.startsWith(`${key}_`) || known.startsWith(`${key}.`),
          ),
      );
    expect(missing).toEqual([]);
  });
});

describe("a problem", () => {
  it("is told in three sentences with its facts, else as a surprise", async () => {
    await i18next.use(FORMATTER).init({
      lng: "en",
      resources: { en: { translation: catalogue("en") } },
      ...FACTS_IN_TEXTS,
    });
    const limit = problemText(i18next.t, new Problem(409, { code: "company_limit", dp: "DP-502", limit: 5 }));
    expect(limit.code).toBe("DP-502");
    expect(`${limit.happened} ${limit.why}`).toContain("5");
    expect(problemText(i18next.t, new Problem(401, { code: "sign_in_refused" }))).toMatchObject({
      happened: "E-mail or password is wrong.",
      code: "",
    });
    expect(problemText(i18next.t, asProblem(new Error("boom"))).code).toBe("DP-900");
    const untold = problemText(i18next.t, new Problem(0, { code: "host", dp: "DP-103" }));
    expect(untold.happened).toBe("This PC already has a remote access program: ….");
    const newer = problemText(i18next.t, new Problem(400, { code: "of_a_newer_server", dp: "DP-999" }));
    expect(newer).toMatchObject({ happened: "Something unexpected happened.", code: "DP-999" });
    expect(i18next.t("console.files.things", { count: 100_000 })).toBe("100,000 items");
  });
});
