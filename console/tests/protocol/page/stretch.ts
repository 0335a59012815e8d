/** Argon2id away from the page's thread. */
import { passwordVerifier } from "../../../src/protocol/verifier.ts";

self.onmessage = async (event: MessageEvent<{ password: string; salt: Uint8Array<ArrayBuffer> }>) => {
  self.postMessage(await passwordVerifier(event.data.password, event.data.salt));
};
