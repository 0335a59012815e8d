/** Short names for the server's answers, from the generated description. Times are milliseconds since 1970. */
import type { components } from "./api.gen.ts";

type Schemas = components["schemas"];

export type Me = Schemas["Me"];
export type SupportSession = Schemas["SessionView"];
export type SessionList = Schemas["SessionList"];
export type Usage = Schemas["UsageView"];
export type SessionMail = Schemas["MailView"];
export type LanguageCode = SupportSession["customer_language"];
export type Milestone = Schemas["Milestone"];

/** What *New session* sends. */
export interface NewSupportSession {
  customer_email: string;
  customer_name: string;
  language: LanguageCode;
  note: string;
  /** Ends this session in the same transaction. */
  end_first?: string;
}
