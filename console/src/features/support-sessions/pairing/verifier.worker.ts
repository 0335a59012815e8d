/** Argon2id in a thread of its own: the page stays alive while 64 MiB are worked through. */
import { passwordVerifier } from "../../../protocol/verifier.ts";

self.onmessage = async (event: MessageEvent<{ password: string; salt: Uint8Array<ArrayBuffer> }>) => {
  self.postMessage(await passwordVerifier(event.data.password, event.data.salt));
};
