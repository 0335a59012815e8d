/** How a technician likes the picture, kept in this browser for each of them: several may share one. */
import { type Quality, QualityValues } from "../../protocol/messages.gen.ts";

export interface Preferences {
  readonly quality: Quality;
}

const LIKED: Preferences = { quality: "auto" };

function place(technicianId: string): string {
  return `daypass-viewer-${technicianId}`;
}

/** What was chosen last; what this version does not know is as if nothing was. */
export function readPreferences(technicianId: string): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place(technicianId)) ?? "null");
    const quality = typeof kept === "object" && kept !== null && "quality" in kept ? kept.quality : undefined;
    return { quality: QualityValues.find((known) => known === quality) ?? LIKED.quality };
  } catch {
    return LIKED;
  }
}

export function keepPreferences(technicianId: string, preferences: Preferences): void {
  try {
    localStorage.setItem(place(technicianId), JSON.stringify(preferences));
  } catch {
    // A browser that keeps nothing asks again the next time.
  }
}
