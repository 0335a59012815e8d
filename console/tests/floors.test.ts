/** Imports go down only: app → features → foundation, viewer and transfers → line → protocol; features never import one another. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";

const source = resolve(import.meta.dirname, "../src");
const mayImport: Record<string, string[]> = {
  app: ["features", "foundation", "viewer", "transfers", "line", "protocol"],
  features: ["foundation", "viewer", "transfers", "line", "protocol"],
  foundation: ["line", "protocol"],
  viewer: ["line", "protocol"],
  transfers: ["line", "protocol"],
  line: ["protocol"],
  protocol: [],
};

/** The floor a file lives on, and, among features, which one: `["features", "sign-in"]`. */
function place(file: string): [floor: string, feature: string] {
  const [floor = "", feature = ""] = relative(source, file).split(sep);
  return [floor, floor === "features" ? feature : ""];
}

function* relativeImports(file: string): Generator<string> {
  const text = readFileSync(file, "utf8");
  for (const match of text.matchAll(/(?:from|import|import\(|URL\()\s*["'](\.{1,2}\/[^"']+)["']/g)) {
    yield resolve(dirname(file), match[1] ?? "");
  }
}

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => join(source, name));

describe("the floors of the console", () => {
  it("finds the source files", () => {
    expect(files.length).toBeGreaterThan(2);
  });

  it("lets imports go down only", () => {
    const wrong: string[] = [];
    for (const file of files) {
      const [floor, feature] = place(file);
      for (const target of relativeImports(file)) {
        if (!target.startsWith(source + sep)) continue;
        const [targetFloor, targetFeature] = place(target);
        const within = floor === targetFloor && feature === targetFeature;
        if (!within && !(mayImport[floor] ?? []).includes(targetFloor)) {
          wrong.push(`${relative(source, file)} → ${relative(source, target)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it("keeps React out of the viewer, the transfers, the line and the protocol", () => {
    const wrong = files.filter(
      (file) =>
        ["viewer", "transfers", "line", "protocol"].includes(place(file)[0]) &&
        /from ["'](react|@mantine)/.test(readFileSync(file, "utf8")),
    );
    expect(wrong).toEqual([]);
  });
});
