/** Bytes from the host that break docs/protocol.md. The connection ends: a new line would bring the same again. */
export class Malformed extends Error {
  override readonly name: string = "Malformed";
}
