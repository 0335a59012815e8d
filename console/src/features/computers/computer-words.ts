/** How a computer and its customer are named, also when retention has erased the names. */
import type { TFunction } from "i18next";
import type { SupportSession } from "../../foundation/api/types.ts";
import { day } from "../../foundation/texts/times.ts";
import { customerOf } from "../../foundation/support-sessions/naming.ts";

const SHOWN_OF_PSEUDONYM = 8;

/** The PC's name, or in words why there is none. */
export function computerName(session: SupportSession, t: TFunction, language: string): string {
  if (session.computer_name) return session.computer_name;
  if (session.computer_erased_at !== null && session.activated_at !== null) {
    return t("console.computers.pc_erased", { day: day(session.computer_erased_at, language) });
  }
  if (session.state === "prepared") return t("console.computers.no_pc_yet");
  if (session.activated_at === null) return t("console.computers.no_pc");
  return t(session.computer_name === null ? "console.computers.pc_not_kept" : "console.computers.pc_unnamed");
}

/** `Windows 11 Pro · build 26100`; empty when nothing is known of it. */
export function systemWords(session: SupportSession, t: TFunction): string {
  const { edition = "", build = "" } = session.system ?? {};
  return [edition, build && t("console.computers.build", { build })].filter(Boolean).join(" · ");
}

/** The customer, or the pseudonym and when the name went. */
export function customerWords(session: SupportSession, t: TFunction, language: string): string {
  if (session.customer_erased_at !== null) {
    const facts = { day: day(session.customer_erased_at, language) };
    const pseudonym = session.customer_pseudonym?.slice(0, SHOWN_OF_PSEUDONYM).toUpperCase();
    return pseudonym
      ? t("console.computers.customer_pseudonym", { ...facts, pseudonym })
      : t("console.computers.customer_erased", facts);
  }
  const { customer_name: name, customer_email: email } = session;
  return name && email ? `${name} · ${email}` : customerOf(session) || t("console.session.no_customer");
}
