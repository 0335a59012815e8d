/** Who opens a tool, and on which session's PC. */
export interface Visitor {
  readonly sessionId: string;
  readonly technicianId: string;
  /** Name the customer sees. */
  readonly technician: string;
}
