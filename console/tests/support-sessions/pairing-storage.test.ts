import { IDBFactory } from "fake-indexeddb";
import { expect, it } from "vitest";
import { PairingStorage, type SavedPairing } from "../../src/features/support-sessions/pairing/pairing-storage.ts";
import { makeIdentity } from "../../src/protocol/signed.ts";

async function pairing(sessionId: string): Promise<SavedPairing> {
  return {
    sessionId,
    identity: await makeIdentity(),
    verifier: new Uint8Array(32).fill(7),
    salt: new Uint8Array(16).fill(9),
    code: { digits: "417902", madeAt: 1, triesLeft: 4 },
    introduced: true,
  };
}

/** Everything a copy of the database's rows would show as text. */
function rowsOf(factory: IDBFactory): Promise<Record<string, unknown>[]> {
  return new Promise((resolve, reject) => {
    const opening = factory.open("daypass-pairing");
    opening.onerror = () => reject(new Error("the database did not open"));
    opening.onsuccess = () => {
      const all = opening.result.transaction("pairings").objectStore("pairings").getAll();
      all.onsuccess = () => resolve(all.result as Record<string, unknown>[]);
    };
  });
}

it("gives back after a reload what was kept, code and tries included", async () => {
  const factory = new IDBFactory();
  const kept = await pairing("A");
  await (await PairingStorage.open(factory)).save(kept);
  const found = await (await PairingStorage.open(factory)).load("A");
  expect(found).toMatchObject({ sessionId: "A", code: kept.code, introduced: true });
  expect([...(found?.verifier ?? [])]).toEqual([...kept.verifier]);
  expect(found?.identity.privateKey.extractable).toBe(false);
});

it("keeps neither code nor verifier in the clear", async () => {
  const factory = new IDBFactory();
  await (await PairingStorage.open(factory)).save(await pairing("A"));
  const [row] = await rowsOf(factory);
  expect(Object.keys(row ?? {}).sort()).toEqual(["identity", "introduced", "iv", "sealed", "sessionId"]);
  const sealed = new TextDecoder("latin1").decode(row?.["sealed"] as ArrayBuffer);
  expect(sealed).not.toContain("417902");
  expect(sealed).not.toContain("7,7,7");
});

it("opens no row that belongs to another session, and forgets on demand", async () => {
  const factory = new IDBFactory();
  const storage = await PairingStorage.open(factory);
  await storage.save(await pairing("A"));
  const [row] = await rowsOf(factory);
  await new Promise<void>((resolve) => {
    const opening = factory.open("daypass-pairing");
    opening.onsuccess = () => {
      const writing = opening.result.transaction("pairings", "readwrite");
      writing.objectStore("pairings").put({ ...row, sessionId: "B" });
      writing.oncomplete = () => resolve();
    };
  });
  expect(await storage.load("B")).toBeNull();
  expect(await storage.load("C")).toBeNull();
  await storage.forget("A");
  expect(await storage.load("A")).toBeNull();
});
