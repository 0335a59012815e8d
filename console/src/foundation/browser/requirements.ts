/** What this browser and this address must offer before a sign-in makes sense. */

export type Missing = "secure_origin" | "web_crypto" | "ed25519" | "storage" | "locks" | "web_assembly" | "worker";

/** Names everything that is missing; an empty list means the console works here. */
export async function missingHere(page: typeof globalThis = globalThis): Promise<Missing[]> {
  // Without a secure origin the browser hides the rest: naming it all would only confuse.
  if (!page.isSecureContext) return ["secure_origin"];
  const missing: Missing[] = [];
  if (!page.crypto?.subtle) missing.push("web_crypto");
  else if (!(await makesEd25519Keys(page.crypto.subtle))) missing.push("ed25519");
  if (!page.indexedDB) missing.push("storage");
  if (!page.navigator?.locks || !page.BroadcastChannel) missing.push("locks");
  if (typeof page.WebAssembly?.instantiate !== "function") missing.push("web_assembly");
  if (!page.Worker) missing.push("worker");
  return missing;
}

async function makesEd25519Keys(subtle: SubtleCrypto): Promise<boolean> {
  try {
    await subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    return true;
  } catch {
    return false;
  }
}
