/** One's own account, as the server tells it. */
import { queryOptions } from "@tanstack/react-query";
import { inPages, type Page } from "../../foundation/api/pages.ts";
import { request } from "../../foundation/api/request.ts";
import type {
  AccountAccessReport,
  RecoveryCodes,
  SecondFactors,
  SignIn,
  TotpOffer,
} from "../../foundation/api/types.ts";

export const factorsQuery = queryOptions({
  queryKey: ["profile", "second-factors"],
  queryFn: ({ signal }) => request<SecondFactors>("GET", "/api/me/second-factors", { signal }),
});

export const signInsQuery = inPages<Page<SignIn>>(["profile", "sign-ins"], "/api/me/sign-ins", { limit: 20 });

/** Shown anew each time: it grows by itself. */
export const signInHistoryQuery = {
  ...inPages<AccountAccessReport>(["profile", "sign-in-history"], "/api/me/sign-in-history", { limit: 10 }),
  staleTime: 0,
};

export function changeProfile(change: { name?: string; language?: string }): Promise<undefined> {
  return request("PATCH", "/api/me", { body: change });
}

/** Sends the file itself; the server draws it anew. Throws what `request` throws. */
export function setPicture(file: File): Promise<{ picture: string }> {
  return request("PUT", "/api/me/picture", { file });
}

export function removePicture(): Promise<undefined> {
  return request("DELETE", "/api/me/picture");
}

export function offerTotp(): Promise<TotpOffer> {
  return request("POST", "/api/me/totp");
}

export function acceptTotp(offer: string, code: string): Promise<RecoveryCodes> {
  return request("PUT", "/api/me/totp", { body: { offer, code } });
}

export function endSignIn(id: string): Promise<undefined> {
  return request("DELETE", `/api/me/sign-ins/${encodeURIComponent(id)}`);
}

export function endOtherSignIns(): Promise<undefined> {
  return request("DELETE", "/api/me/sign-ins");
}
