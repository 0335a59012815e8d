/** Codes for what the technician's own computer or browser refused; its errors are told by name only. */
export function refusalOf(cause: unknown): string {
  const name = cause instanceof Error ? cause.name : "";
  switch (name) {
    case "QuotaExceededError":
      return "DP-703";
    case "NoModificationAllowedError":
    case "InvalidStateError":
      return "DP-704";
    case "NotAllowedError":
    case "SecurityError":
      return "DP-705";
    case "NotFoundError":
      return "DP-706";
    case "TypeMismatchError":
      return "DP-702";
    case "DataError":
      return "DP-711";
    default:
      return "DP-712";
  }
}
