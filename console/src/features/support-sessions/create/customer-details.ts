/** What the technician tells about the customer; everything but the language may stay empty. */
import type { LanguageCode } from "../../../foundation/api/types.ts";

export interface CustomerDetails {
  customer_email: string;
  customer_name: string;
  language: LanguageCode;
  note: string;
}

/** Before anything is told: the language of the technician's newest session, else the company's. */
export function noDetails(language: LanguageCode): CustomerDetails {
  return { customer_email: "", customer_name: "", language, note: "" };
}
