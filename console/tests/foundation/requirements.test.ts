import { describe, expect, it } from "vitest";
import { type Missing, missingHere } from "../../src/foundation/browser/requirements.ts";

/** A browser that has everything, less what a test takes away. */
function browser(without: Record<string, unknown> = {}): typeof globalThis {
  const subtle = { generateKey: () => Promise.resolve({}) };
  const whole = {
    isSecureContext: true,
    crypto: { subtle },
    indexedDB: {},
    navigator: { locks: {} },
    BroadcastChannel: () => undefined,
    WebAssembly: { instantiate: () => undefined },
    Worker: () => undefined,
  };
  return { ...whole, ...without } as unknown as typeof globalThis;
}

describe("what the console needs before anybody signs in", () => {
  it("is all there in a browser of today", async () => {
    expect(await missingHere(browser())).toEqual([]);
  });

  it("is the address first: on plain http nothing else is named", async () => {
    const insecure = { isSecureContext: false, crypto: {}, navigator: {}, indexedDB: undefined };
    expect(await missingHere(browser(insecure))).toEqual(["secure_origin"]);
  });

  it.each<[Missing, Record<string, unknown>]>([
    ["web_crypto", { crypto: {} }],
    ["ed25519", { crypto: { subtle: { generateKey: () => Promise.reject(new Error("NotSupportedError")) } } }],
    ["storage", { indexedDB: undefined }],
    ["locks", { navigator: {} }],
    ["web_assembly", { WebAssembly: {} }],
    ["worker", { Worker: undefined }],
  ])("names %s when the browser lacks it", async (name, without) => {
    expect(await missingHere(browser(without))).toEqual([name]);
  });
});
