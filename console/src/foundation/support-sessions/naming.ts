/** How a session is called where people see it. */
import type { SupportSession } from "../api/types.ts";

/** Nine digits in groups of three, as they are said on the phone: `418 203 775`. */
export function spokenNumber(number: string): string {
  return number.replace(/(\d{3})(?=\d)/g, "$1 ");
}

/** The customer as the technician told us, else the session's number, else nothing. */
export function customerOf(session: Pick<SupportSession, "customer_name" | "customer_email" | "number">): string {
  return session.customer_name || session.customer_email || (session.number ? spokenNumber(session.number) : "");
}

/** Whether an address means another computer to everybody who opens it: nothing to send to a customer. */
export function leadsToThisComputer(address: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(new URL(address).hostname);
}
