/** Turns a session password into what the host will know of it. */

export interface PasswordVerifier {
  verifier: Uint8Array<ArrayBuffer>;
  salt: Uint8Array<ArrayBuffer>;
}

/** The verifier of `password` under a fresh salt; takes about half a second in a worker. */
export async function verifierOf(password: string): Promise<PasswordVerifier> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const worker = new Worker(new URL("./verifier.worker.ts", import.meta.url), { type: "module", name: "verifier" });
  try {
    const verifier = await new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
      worker.onmessage = (event: MessageEvent<Uint8Array<ArrayBuffer>>) => resolve(event.data);
      worker.onerror = (event) => reject(new Error(event.message || "the worker for the password failed"));
      worker.postMessage({ password, salt });
    });
    return { verifier, salt };
  } finally {
    worker.terminate();
  }
}
