/** The golden bytes in tests/vectors/, written by Python. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Bytes } from "../../src/protocol/messages.gen.ts";

const folder = resolve(import.meta.dirname, "../../../tests/vectors");

export function vectors<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(resolve(folder, `${name}.json`), "utf8")) as Shape;
}

export function unhex(text: string): Bytes {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Bytes in a message are `{"hex": "…"}`. */
export function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Record<string, unknown>;
  if (typeof fields["hex"] === "string") return unhex(fields["hex"]);
  return Object.fromEntries(Object.entries(fields).map(([name, child]) => [name, revived(child)]));
}

/** Randomness that was written down: gives what was drawn, in order. */
export function recorded(drawn: readonly string[]): (count: number) => Bytes {
  const left = [...drawn];
  return (count) => {
    const next = unhex(left.shift() ?? "");
    if (next.length !== count) throw new Error(`asked for ${count} bytes, ${next.length} were drawn`);
    return next;
  };
}

/** The technician key of the vectors; `seed` and `publicKey` are hex. */
export async function identityOf(seed: string, publicKey: string): Promise<CryptoKeyPair> {
  const url = (text: string) => Buffer.from(text, "hex").toString("base64url");
  const open = { kty: "OKP", crv: "Ed25519", x: url(publicKey) };
  return {
    publicKey: await crypto.subtle.importKey("jwk", open, "Ed25519", true, ["verify"]),
    privateKey: await crypto.subtle.importKey("jwk", { ...open, d: url(seed) }, "Ed25519", false, ["sign"]),
  };
}
