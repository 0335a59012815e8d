/** How a technician likes the viewer, kept in this browser for each of them: several may share one. */
import { type Quality, QualityValues } from "../../protocol/messages.gen.ts";

export interface Preferences {
  readonly quality: Quality;
  /** On a Mac: Command is Ctrl on the PC, and else its Windows key. */
  readonly commandIsControl: boolean;
  /** A plain ground costs less to send. Off until a technician wants it: the PC looks otherwise to its people meanwhile. */
  readonly wallpaperHidden: boolean;
}

function place(technicianId: string): string {
  return `daypass-viewer-${technicianId}`;
}

/** What was chosen last; what this version does not know is as if nothing was. */
export function readPreferences(technicianId: string): Preferences {
  const kept = read(technicianId);
  return {
    quality: QualityValues.find((known) => known === kept["quality"]) ?? "auto",
    commandIsControl: kept["commandIsControl"] !== false,
    wallpaperHidden: kept["wallpaperHidden"] === true,
  };
}

/** Keeps these beside what was kept before. */
export function keepPreferences(technicianId: string, chosen: Partial<Preferences>): void {
  try {
    localStorage.setItem(place(technicianId), JSON.stringify({ ...readPreferences(technicianId), ...chosen }));
  } catch {
    // A browser that keeps nothing asks again the next time.
  }
}

function read(technicianId: string): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place(technicianId)) ?? "null");
    return typeof kept === "object" && kept !== null ? { ...kept } : {};
  } catch {
    return {};
  }
}
