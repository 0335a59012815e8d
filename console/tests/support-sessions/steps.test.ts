import { describe, expect, it } from "vitest";
import {
  hasCome,
  isAtCodeWindow,
  isLongWithoutVisit,
  LONG_WITHOUT_VISIT_MS,
  mailWaits,
  situationOf,
  stepsOf,
} from "../../src/features/support-sessions/follow/steps.ts";
import { leadsToThisComputer } from "../../src/foundation/support-sessions/naming.ts";

type Facts = Parameters<typeof stepsOf>[0];
const prepared: Facts = {
  state: "prepared",
  customer_email: "customer@example.org",
  milestones: {},
  host_stage: null,
  host_stage_dp: null,
  created_at: 0,
  activated_at: null,
};
const shown = (facts: Partial<Facts>, ours = true) =>
  stepsOf({ ...prepared, ...facts }, ours).map((s) => `${s.id} ${s.state}`);

describe("the steps of a session", () => {
  it("begin with the mail, and exactly one step waits", () => {
    expect(shown({})).toEqual([
      "mail now",
      "visited later",
      "downloaded later",
      "code later",
      "installing later",
      "active later",
    ]);
  });

  it("leave the mail out without an address, and when nobody here sends it", () => {
    expect(shown({ customer_email: "" })[0]).toBe("visited now");
    expect(shown({}, false)[0]).toBe("visited now");
    expect(shown({ milestones: { started: 5 } })[0]).toBe("visited done");
  });

  it("count what came later as proof of what came before", () => {
    expect(shown({ milestones: { mail: 1, started: 5 } }).slice(0, 4)).toEqual([
      "mail done",
      "visited done",
      "downloaded done",
      "code now",
    ]);
  });

  it("are all done once the session is active", () => {
    const states = stepsOf({ ...prepared, state: "active", milestones: { mail: 1, active: 9 } }).map(
      (step) => step.state,
    );
    expect(new Set(states)).toEqual(new Set(["done"]));
  });

  it("wait for nothing once the session has ended", () => {
    expect(shown({ state: "ended", milestones: { mail: 1 } })).not.toContain("visited now");
  });
});

describe("what to say", () => {
  const say = (facts: Partial<Facts>) => situationOf({ ...prepared, ...facts });
  it("follows the customer from the mail to the file", () => {
    expect(say({})).toBe("type_number");
    expect(say({ milestones: { mail: 1 } })).toBe("open_mail");
    expect(say({ milestones: { mail: 1, visited: 2 } })).toBe("download");
    expect(say({ milestones: { visited: 2, downloaded: 3 } })).toBe("open_file");
    expect(say({ milestones: { started: 4 } })).toBe("starting");
  });

  it("follows what the host tells", () => {
    expect(say({ host_stage: "elevation_refused", milestones: { started: 4 } })).toBe("elevation_refused");
    expect(say({ host_stage: "code" })).toBe("read_code");
    expect(say({ host_stage: "something new", milestones: { started: 4 } })).toBe("starting");
    expect(say({ state: "active" })).toBe("ready");
  });

  it("offers the number after ninety seconds without a visit", () => {
    const mailed = { ...prepared, milestones: { mail: 1000 } };
    expect(isLongWithoutVisit(mailed, 1000 + LONG_WITHOUT_VISIT_MS - 1)).toBe(false);
    expect(isLongWithoutVisit(mailed, 1000 + LONG_WITHOUT_VISIT_MS)).toBe(true);
    expect(isLongWithoutVisit({ ...mailed, milestones: { mail: 1000, visited: 2000 } }, 1e9)).toBe(false);
  });

  it("knows who has come and who stands at the code", () => {
    expect(hasCome({ milestones: { mail: 1 } })).toBe(false);
    expect(hasCome({ milestones: { started: 1 } })).toBe(true);
    expect(isAtCodeWindow({ state: "prepared", host_stage: "code", new_password: null })).toBe(true);
    expect(isAtCodeWindow({ state: "active", host_stage: "code", new_password: null })).toBe(false);
  });
});

describe("what is said when the way to the customer is blocked", () => {
  it("is that the mail waits, only after a try failed and while another is to come", () => {
    expect(mailWaits({ state: "queued", last_error: "connection refused" })).toBe(true);
    expect(mailWaits({ state: "queued", last_error: null })).toBe(false);
    expect(mailWaits({ state: "refused", last_error: "550 unknown" })).toBe(false);
    expect(mailWaits(undefined)).toBe(false);
  });

  it("is that a loopback address leads nowhere else", () => {
    expect(leadsToThisComputer("http://localhost:8400")).toBe(true);
    expect(leadsToThisComputer("https://[::1]:8400")).toBe(true);
    expect(leadsToThisComputer("https://support.example.org")).toBe(false);
  });
});
