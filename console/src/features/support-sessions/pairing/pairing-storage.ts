/**
 * What a page must not lose until pairing ends: the code, the identity key and the password's verifier (never the
 * password). It lies in IndexedDB; the secrets are sealed under an AES key that no script can read out, and so is the
 * identity key: a copy of the database's files is worth nothing in another browser.
 */
import { answer } from "../../../foundation/browser/database-answer.ts";
import type { SecurityCode } from "./security-code.ts";

export interface SavedPairing {
  sessionId: string;
  /** Ed25519, not extractable. */
  identity: CryptoKeyPair;
  /** 32 bytes: Argon2id of the session password. */
  verifier: Uint8Array<ArrayBuffer>;
  /** 16 bytes. */
  salt: Uint8Array<ArrayBuffer>;
  code: SecurityCode | null;
  /** Whether the server has heard of this identity. */
  introduced: boolean;
}

interface Row {
  sessionId: string;
  identity: CryptoKeyPair;
  introduced: boolean;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

const DATABASE = "daypass-pairing";
const PAIRINGS = "pairings";
const KEYS = "keys";
const SEALING_KEY = "sealing";

export class PairingStorage {
  private constructor(
    private readonly database: IDBDatabase,
    private readonly key: CryptoKey,
  ) {}

  /** Opens this browser's storage; makes it and its key the first time. */
  static async open(factory: IDBFactory = indexedDB): Promise<PairingStorage> {
    const opening = factory.open(DATABASE, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(PAIRINGS, { keyPath: "sessionId" });
      opening.result.createObjectStore(KEYS);
    };
    const database = await answer(opening);
    return new PairingStorage(database, await sealingKey(database));
  }

  /** Keeps `pairing`, in place of what was kept for its session. */
  async save(pairing: SavedPairing): Promise<void> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const { sessionId, identity, introduced, verifier, salt, code } = pairing;
    const secrets = JSON.stringify({ verifier: [...verifier], salt: [...salt], code });
    const sealed = await crypto.subtle.encrypt(sealingOf(sessionId, iv), this.key, new TextEncoder().encode(secrets));
    const store = this.database.transaction(PAIRINGS, "readwrite").objectStore(PAIRINGS);
    await answer(store.put({ sessionId, identity, introduced, iv, sealed } satisfies Row));
  }

  /** What was kept for a session; null when there is nothing, or nothing that this browser can open. */
  async load(sessionId: string): Promise<SavedPairing | null> {
    const store = this.database.transaction(PAIRINGS).objectStore(PAIRINGS);
    const row = (await answer(store.get(sessionId))) as Row | undefined;
    if (!row) return null;
    try {
      const plain = await crypto.subtle.decrypt(sealingOf(sessionId, row.iv), this.key, row.sealed);
      const secrets = JSON.parse(new TextDecoder().decode(plain)) as {
        verifier: number[];
        salt: number[];
        code: SecurityCode | null;
      };
      return {
        sessionId,
        identity: row.identity,
        introduced: row.introduced,
        verifier: new Uint8Array(secrets.verifier),
        salt: new Uint8Array(secrets.salt),
        code: secrets.code,
      };
    } catch {
      return null;
    }
  }

  /** Forgets a session's pairing: it ended, or another browser took over. */
  async forget(sessionId: string): Promise<void> {
    await answer(this.database.transaction(PAIRINGS, "readwrite").objectStore(PAIRINGS).delete(sessionId));
  }
}

/** The seal is bound to its session: rows cannot be swapped. */
function sealingOf(sessionId: string, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`daypass pairing ${sessionId}`) };
}

async function sealingKey(database: IDBDatabase): Promise<CryptoKey> {
  const fresh = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // One transaction, so that two tabs opened at once agree on one key.
  const store = database.transaction(KEYS, "readwrite").objectStore(KEYS);
  const known = (await answer(store.get(SEALING_KEY))) as CryptoKey | undefined;
  if (known) return known;
  await answer(store.put(fresh, SEALING_KEY));
  return fresh;
}
