import { describe, expect, it } from "vitest";
import { invitationIn, isOver } from "../../src/app/new-invitation.ts";
import type { SupportSession } from "../../src/foundation/api/types.ts";

const NOW = 1_795_000_000_000;

function session(state: string, ...invited: readonly { id: string; at: number }[]): SupportSession {
  const colleagues = invited.map(({ id, at }) => ({
    technician: { id, name: id },
    invited_by: "Technician One",
    invited_at: at,
  }));
  return { id: "s", state, colleagues } as unknown as SupportSession;
}

describe("an invitation to a colleague's session", () => {
  it("is news for who is invited, for as long as it is new", () => {
    const news = session("active", { id: "two", at: NOW - 1_000 });
    expect(invitationIn(news, "two", NOW)).toMatchObject({ inviter: "Technician One", invitedAt: NOW - 1_000 });
    expect(invitationIn(news, "three", NOW)).toBeUndefined();
    expect(invitationIn(news, "two", NOW + 600_000)).toBeUndefined();
  });

  it("is over when it was taken back or the session has ended", () => {
    expect(isOver(session("active", { id: "two", at: NOW }), "two")).toBe(false);
    expect(isOver(session("active"), "two")).toBe(true);
    expect(isOver(session("ended", { id: "two", at: NOW }), "two")).toBe(true);
    expect(invitationIn(session("ended", { id: "two", at: NOW }), "two", NOW)).toBeUndefined();
  });
});
