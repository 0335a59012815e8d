/** Bytes from the host that break docs/protocol.md. The connection ends: a picture is right or it is not shown. */
export class MalformedPicture extends Error {
  override readonly name = "MalformedPicture";
}
