/** What a token can be allowed, in words; the server knows the same list and refuses everything else. */
import type { TFunction } from "i18next";
import type { Right } from "../../foundation/api/types.ts";

export const SCOPES: readonly Right[] = [
  "sessions:read",
  "sessions:write",
  "sessions:connect",
  "company:read",
  "company:write",
  "team:read",
  "reports:read",
  "audit:read",
  "webhooks:write",
];

export function scopeName(t: TFunction, scope: Right): string {
  return t(`console.tokens.scope.${scope.replace(":", "_")}`);
}
