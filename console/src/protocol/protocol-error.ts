/** Untrusted bytes that are not what the protocol allows here. `dp` is what a person is told, if they are told. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  readonly dp: string;

  constructor(what: string, dp = "DP-205") {
    super(what);
    this.dp = dp;
  }
}
