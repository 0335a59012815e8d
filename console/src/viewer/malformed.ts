import { Malformed } from "../line/malformed.ts";

/** A picture that breaks docs/protocol.md §7: it is right or it is not shown. */
export class MalformedPicture extends Malformed {
  override readonly name = "MalformedPicture";
}
