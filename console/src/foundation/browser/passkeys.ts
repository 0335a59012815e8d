/** Passkeys as the browser offers them; the server's JSON in, the server's JSON out. */
import { Problem } from "../api/problem.ts";

type Json = Record<string, unknown>;

/** Whether this browser can make and use passkeys in the form the server speaks. */
export function passkeysWork(): boolean {
  return (
    typeof PublicKeyCredential === "function" &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function" &&
    typeof PublicKeyCredential.prototype.toJSON === "function"
  );
}

/** Asks the person for a passkey they have. Throws `Problem` when none was used. */
export async function presentPasskey(options: Json): Promise<Json> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  return answered(navigator.credentials.get({ publicKey }));
}

/** Asks the person's device to make a passkey. Throws `Problem` when none was made. */
export async function makePasskey(options: Json): Promise<Json> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  return answered(navigator.credentials.create({ publicKey }));
}

async function answered(asking: Promise<Credential | null>): Promise<Json> {
  const credential = await asking.catch(() => null);
  if (!(credential instanceof PublicKeyCredential)) throw new Problem(0, { code: "passkey_cancelled" });
  return credential.toJSON() as Json;
}
