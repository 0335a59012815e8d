import { describe, expect, it } from "vitest";
import type { NewPasswordRequest } from "../../src/foundation/api/types.ts";
import { isAtCodeWindow } from "../../src/features/support-sessions/follow/steps.ts";
import {
  failureOf,
  newPasswordSteps,
  requestUnderWay,
} from "../../src/features/support-sessions/pairing/new-password.ts";

const NOW = 1_800_000_000_000;
const QUARTER_MS = 15 * 60_000;

function asked(stage: NewPasswordRequest["stage"]): NewPasswordRequest {
  return {
    technician: { id: "t", name: "Technician One" },
    technician_key: "key",
    asked_at: NOW,
    expires_at: NOW + QUARTER_MS,
    stage,
    stage_dp: null,
    told_at: null,
    attempts: 0,
  };
}

describe("a new session password", () => {
  it("is under way until the PC has said the last word or its time is over", () => {
    for (const stage of ["asked", "nobody", "code"] as const) {
      const session = { state: "active" as const, new_password: asked(stage) };
      expect(requestUnderWay(session, NOW)).not.toBeNull();
      expect(requestUnderWay(session, NOW + QUARTER_MS)).toBeNull();
      expect(requestUnderWay({ ...session, state: "ended" }, NOW)).toBeNull();
    }
    for (const stage of ["closed", "expired", "failed", "done", "cancelled", "replaced"] as const) {
      expect(requestUnderWay({ state: "active", new_password: asked(stage) }, NOW)).toBeNull();
    }
  });

  it("needs a code to read out exactly while the window is open on the PC", () => {
    const at = (stage: NewPasswordRequest["stage"]) =>
      isAtCodeWindow({ state: "active", host_stage: null, new_password: asked(stage) });
    expect([at("asked"), at("nobody"), at("code"), at("done")]).toEqual([false, false, true, false]);
  });

  it("goes from calling the PC over the code to being kept", () => {
    const states = (stage: "asked" | "nobody" | "code", typed: boolean) =>
      newPasswordSteps(asked(stage), typed).map(({ state }) => state);
    expect(states("asked", false)).toEqual(["now", "later", "later"]);
    expect(states("code", false)).toEqual(["done", "now", "later"]);
    expect(states("code", true)).toEqual(["done", "done", "now"]);
  });

  it("says for an hour why the password stayed as it was", () => {
    expect(failureOf(asked("closed"), NOW + 1)).toBe("closed");
    expect(failureOf(asked("closed"), NOW + 61 * 60_000)).toBeNull();
    expect(failureOf(asked("code"), NOW + QUARTER_MS)).toBe("expired");
    expect(failureOf(asked("code"), NOW + 1)).toBeNull();
    expect(failureOf(asked("replaced"), NOW + 1)).toBeNull();
    expect(failureOf(null, NOW)).toBeNull();
  });
});
