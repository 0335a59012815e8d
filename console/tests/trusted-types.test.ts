import { expect, it } from "vitest";
import { ownScriptOnly, plainTextOnly } from "../src/app/trusted-types.ts";

const page = "https://daypass.example.org/console/";

it("refuses markup and keeps plain text", () => {
  expect(() => plainTextOnly("<img src=x onerror=alert(1)>")).toThrow(TypeError);
  expect(plainTextOnly(":root{--a:1}")).toBe(":root{--a:1}");
});

it("takes scripts from the console's own folder only", () => {
  expect(ownScriptOnly("/console/assets/w.js", page)).toBe("/console/assets/w.js");
  expect(() => ownScriptOnly("https://example.org/console/w.js", page)).toThrow(TypeError);
  expect(() => ownScriptOnly("/api/evil.js", page)).toThrow(TypeError);
  expect(() => ownScriptOnly("data:text/javascript,1", page)).toThrow(TypeError);
  expect(() => ownScriptOnly("/console/../api/x.js", page)).toThrow(TypeError);
});
