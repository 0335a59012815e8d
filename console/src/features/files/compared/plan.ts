/**
 * What would make two folders alike: one row for each difference, with what is done about it and why. Nothing is guessed: what cannot be known
 * from sizes, times, contents and what both sides were when they were last alike is a conflict, and is left alone until somebody chooses. What
 * could not be read, links, and names that only look alike are never touched, and nothing below them. Pure; files are moved elsewhere.
 */
import { nameFault, samePlace } from "../../../protocol/file-names.ts";
import { isSameTime } from "../../../transfers/decisions.ts";
import type { Version } from "../../../transfers/states.ts";
import { keyOf, type Tree, type TreeFile } from "../trees.ts";

/** Both ways, or one side becomes what the other is. */
export type Mode = "both" | "to_pc" | "to_local";
export type Action = "send" | "fetch" | "delete_pc" | "delete_local" | "nothing";

export type Reason =
  | "only_here"
  | "only_there"
  | "newer_here"
  | "newer_there"
  | "changed_here"
  | "changed_there"
  | "differs"
  // Conflicts: somebody has to choose.
  | "both_changed"
  | "same_time"
  // Left alone: there is nothing to choose.
  | "other_kind"
  | "names_alike"
  | "link"
  | "name"
  | "unread";
export const CONFLICTS: ReadonlySet<Reason> = new Set(["both_changed", "same_time"]);

export interface PlanRow {
  readonly way: readonly string[];
  readonly kind: "file" | "folder";
  readonly here: Version | undefined;
  readonly there: Version | undefined;
  readonly action: Action;
  /** What may be done instead; empty where nothing may. */
  readonly choices: readonly Action[];
  readonly reason: Reason;
}

/** A file as it was on both sides when they were last alike. */
export interface Agreed {
  readonly size: number;
  readonly hereAt: number;
  readonly thereAt: number;
}

/** What is known beside the two trees. Keys are ways. */
export interface Known {
  readonly agreed: ReadonlyMap<string, Agreed>;
  /** Whether the contents are the same, of the files that were compared by hash. */
  readonly sameContents: ReadonlyMap<string, boolean>;
}

export interface Plan {
  readonly rows: readonly PlanRow[];
  /** Files that are alike. */
  readonly same: readonly string[];
}

export function planned(here: Tree, there: Tree, mode: Mode, known: Known): Plan {
  const sides = { here: new Side(here), there: new Side(there) };
  const blocked = blockedWays(sides);
  const rows: PlanRow[] = [...blocked].map(([place, reason]) => untouched(place, reason, sides));
  const same: string[] = [];
  const gone = goneFolders(sides, mode, blocked);
  rows.push(...gone.rows);
  for (const place of new Set([...sides.here.files.keys(), ...sides.there.files.keys()])) {
    if (isBelow(place, blocked) || isBelow(place, gone.places)) continue;
    const pair = [sides.here.files.get(place), sides.there.files.get(place)] as const;
    const row = rowOf(pair, mode, known);
    if (row) rows.push(row);
    else if (pair[0]) same.push(wayOf(pair[0]));
  }
  rows.push(...emptyFolderRows(sides, mode, blocked, gone.places));
  const placed = rows.map((row) => ({ row, place: placeOf(row.way) }));
  placed.sort((one, other) => compare(one.place, other.place));
  return { rows: placed.map(({ row }) => row), same };
}

/** Files of one size on both sides: those that only their time tells apart, for a fetched file has the time of its fetching; or `all` of them. */
export function toCompare(
  here: Tree,
  there: Tree,
  agreed: ReadonlyMap<string, Agreed>,
  all: boolean,
): { here: TreeFile; there: TreeFile }[] {
  const sides = { here: new Side(here), there: new Side(there) };
  return [...sides.here.files.values()].flatMap((file) => {
    const other = sides.there.files.get(placeOf(wayOfFile(file)));
    const wanted = other?.size === file.size && wayOf(other) === wayOf(file) && (all || isInDoubt(file, other, agreed));
    return wanted ? [{ here: file, there: other }] : [];
  });
}

/** To read a file on both sides costs less than to carry it over in vain. */
function isInDoubt(here: TreeFile, there: TreeFile, agreed: ReadonlyMap<string, Agreed>): boolean {
  const before = agreed.get(wayOf(here));
  if (before && isAsAgreed(here, before.size, before.hereAt) && isAsAgreed(there, before.size, before.thereAt))
    return false;
  return !isSameTime(here.modifiedAt, there.modifiedAt);
}

/** Bytes and files of what a plan does. */
export interface Amounts {
  readonly files: Record<Action, number>;
  readonly bytes: Record<Action, number>;
  readonly conflicts: number;
}

export function amountsOf(rows: readonly PlanRow[]): Amounts {
  const zero = () => ({ send: 0, fetch: 0, delete_pc: 0, delete_local: 0, nothing: 0 });
  const [files, bytes] = [zero(), zero()];
  let conflicts = 0;
  for (const { action, reason, here, there } of rows) {
    files[action]++;
    bytes[action] += (action === "send" || action === "delete_local" ? here?.size : there?.size) ?? 0;
    if (action === "nothing" && CONFLICTS.has(reason)) conflicts++;
  }
  return { files, bytes, conflicts };
}

export function wayOf(file: Pick<TreeFile, "inside" | "name">): string {
  return keyOf(wayOfFile(file));
}

/** Whether a file is what it was then. */
function isAsAgreed(file: TreeFile, size: number, at: number): boolean {
  return file.size === size && isSameTime(file.modifiedAt, at);
}

/** Undefined where both are alike. */
function rowOf(
  [here, there]: readonly [TreeFile | undefined, TreeFile | undefined],
  mode: Mode,
  known: Known,
): PlanRow | undefined {
  const one = here ?? there;
  if (!one) return undefined;
  const row = { way: wayOfFile(one), kind: "file", here: versionOf(here), there: versionOf(there) } as const;
  if (!here || !there) {
    if (row.way.some(nameFault)) return { ...row, action: "nothing", choices: [], reason: "name" };
    const action = here ? ACTION_OF_OURS[mode] : ACTION_OF_THEIRS[mode];
    return { ...row, action, choices: [action, "nothing"], reason: here ? "only_here" : "only_there" };
  }
  const reason = difference(here, there, known);
  if (!reason) return undefined;
  const choices: Action[] =
    mode === "both" ? ["send", "fetch", "nothing"] : [mode === "to_pc" ? "send" : "fetch", "nothing"];
  // One way, the other side becomes what this one is, whatever it was: that is what was asked for.
  if (mode !== "both") return { ...row, action: choices[0] ?? "nothing", choices, reason: oneWayReason(reason) };
  return { ...row, action: ACTION_FOR[reason] ?? "nothing", choices, reason };
}

const ACTION_OF_OURS: Record<Mode, Action> = { both: "send", to_pc: "send", to_local: "delete_local" };
const ACTION_OF_THEIRS: Record<Mode, Action> = { both: "fetch", to_pc: "delete_pc", to_local: "fetch" };
const ACTION_FOR: Partial<Record<Reason, Action>> = {
  newer_here: "send",
  changed_here: "send",
  newer_there: "fetch",
  changed_there: "fetch",
};

function oneWayReason(reason: Reason): Reason {
  return CONFLICTS.has(reason) ? "differs" : reason;
}

/** How two files of one way differ; undefined when they do not. */
function difference(here: TreeFile, there: TreeFile, { agreed, sameContents }: Known): Reason | undefined {
  const way = wayOf(here);
  const contents = sameContents.get(way);
  if (contents) return undefined;
  const before = agreed.get(way);
  if (before) {
    const changedHere = !isAsAgreed(here, before.size, before.hereAt);
    const changedThere = !isAsAgreed(there, before.size, before.thereAt);
    if (changedHere && changedThere)
      return here.size === there.size && isSameTime(here.modifiedAt, there.modifiedAt) && contents === undefined
        ? undefined
        : "both_changed";
    if (changedHere || changedThere) return changedHere ? "changed_here" : "changed_there";
    return contents === false ? "same_time" : undefined;
  }
  if (!isSameTime(here.modifiedAt, there.modifiedAt))
    return here.modifiedAt > there.modifiedAt ? "newer_here" : "newer_there";
  return here.size === there.size && contents === undefined ? undefined : "same_time";
}

// --- places ----------------------------------------------------------------------------------------------------------

/** What lies on one side, by place: ways that some system takes for one and the same are one place. */
class Side {
  readonly files = new Map<string, TreeFile>();
  readonly folders = new Map<string, readonly string[]>();
  readonly others = new Map<string, readonly string[]>();
  readonly unread = new Map<string, readonly string[]>();
  /** Places that more than one way of this side leads to. */
  readonly doubled = new Set<string>();

  constructor(tree: Tree) {
    for (const file of tree.files) this.#add(this.files, wayOfFile(file), file);
    for (const way of tree.folders) this.#add(this.folders, way, way);
    for (const way of tree.others) this.#add(this.others, way, way);
    for (const { way } of tree.unread) this.unread.set(placeOf(way), way);
  }

  #add<Thing>(things: Map<string, Thing>, way: readonly string[], thing: Thing): void {
    const place = placeOf(way);
    if (this.files.has(place) || this.folders.has(place) || this.others.has(place)) this.doubled.add(place);
    things.set(place, thing);
  }

  /** How the place is written here; undefined when nothing is there. */
  way(place: string): readonly string[] | undefined {
    const file = this.files.get(place);
    return file ? wayOfFile(file) : (this.folders.get(place) ?? this.others.get(place) ?? this.unread.get(place));
  }

  get places(): Set<string> {
    return new Set([...this.files.keys(), ...this.folders.keys(), ...this.others.keys(), ...this.unread.keys()]);
  }
}

interface Sides {
  readonly here: Side;
  readonly there: Side;
}

/** Places that are left alone with all that is below, the topmost of them, and why. */
function blockedWays(sides: Sides): Map<string, Reason> {
  const found = new Map<string, Reason>();
  for (const place of new Set([...sides.here.places, ...sides.there.places])) {
    const reason = whyBlocked(place, sides);
    if (reason) found.set(place, reason);
  }
  for (const place of [...found.keys()]) {
    if (isBelow(parentOf(place), found)) found.delete(place);
  }
  return found;
}

function whyBlocked(place: string, { here, there }: Sides): Reason | undefined {
  if (here.unread.has(place) || there.unread.has(place)) return "unread";
  if (here.others.has(place) || there.others.has(place)) return "link";
  if (here.doubled.has(place) || there.doubled.has(place)) return "names_alike";
  const [ours, theirs] = [here.way(place), there.way(place)];
  if (!ours || !theirs) return undefined;
  if (here.files.has(place) !== there.files.has(place)) return "other_kind";
  return keyOf(ours) === keyOf(theirs) ? undefined : "names_alike";
}

function untouched(place: string, reason: Reason, { here, there }: Sides): PlanRow {
  const way = here.way(place) ?? there.way(place) ?? [place];
  const [ours, theirs] = [here.files.get(place), there.files.get(place)];
  const kind = (ours ?? theirs) ? "file" : "folder";
  return { way, kind, here: versionOf(ours), there: versionOf(theirs), action: "nothing", choices: [], reason };
}

/** One way only: folders that the other side does not have go whole, unless something in them is left alone. */
function goneFolders({ here, there }: Sides, mode: Mode, blocked: ReadonlyMap<string, Reason>) {
  const gone = new Map<string, { way: readonly string[]; size: number }>();
  const toPc = mode === "to_pc";
  const [side, other] = toPc ? [there, here] : [here, there];
  const holds = new Set([...blocked.keys()].flatMap(placesAbove));
  const folders = mode === "both" ? [] : [...side.folders].sort(([one], [another]) => one.length - another.length);
  for (const [place, way] of folders) {
    if (other.folders.has(place) || holds.has(place) || isBelow(place, blocked) || isBelow(place, gone)) continue;
    gone.set(place, { way, size: 0 });
  }
  for (const [place, { size }] of gone.size > 0 ? side.files : []) {
    const folder = placesAbove(place).find((above) => gone.has(above));
    const found = folder === undefined ? undefined : gone.get(folder);
    if (found) found.size += size;
  }
  const action: Action = toPc ? "delete_pc" : "delete_local";
  const reason: Reason = toPc ? "only_there" : "only_here";
  const rows = [...gone.values()].map(({ way, size }): PlanRow => {
    const version = { size, modifiedAt: 0 };
    const sides = { here: toPc ? undefined : version, there: toPc ? version : undefined };
    return { way, kind: "folder", ...sides, action, choices: [action, "nothing"], reason };
  });
  return { places: gone, rows };
}

/** Folders of one side that nothing is in: they come with no file. */
function emptyFolderRows(
  { here, there }: Sides,
  mode: Mode,
  blocked: ReadonlyMap<string, Reason>,
  gone: ReadonlyMap<string, unknown>,
): PlanRow[] {
  const rows: PlanRow[] = [];
  for (const [side, other, action, reason] of [
    [here, there, "send", "only_here"],
    [there, here, "fetch", "only_there"],
  ] as const) {
    if (mode === (action === "send" ? "to_local" : "to_pc")) continue;
    const full = new Set([...side.places].flatMap(placesAbove));
    for (const [place, way] of side.folders) {
      if (other.folders.has(place) || full.has(place) || isBelow(place, blocked) || isBelow(place, gone)) continue;
      const bad = way.some(nameFault);
      const row = { way, kind: "folder", here: undefined, there: undefined } as const;
      rows.push(
        bad
          ? { ...row, action: "nothing", choices: [], reason: "name" }
          : { ...row, action, choices: [action, "nothing"], reason },
      );
    }
  }
  return rows;
}

function versionOf(file: TreeFile | undefined): Version | undefined {
  return file && { size: file.size, modifiedAt: file.modifiedAt };
}

function wayOfFile({ inside, name }: Pick<TreeFile, "inside" | "name">): readonly string[] {
  return [...inside, name];
}

function placeOf(way: readonly string[]): string {
  return way.map(samePlace).join("/");
}

function parentOf(place: string): string {
  return place.slice(0, Math.max(0, place.lastIndexOf("/")));
}

function placesAbove(place: string): string[] {
  const above: string[] = [];
  for (let at = parentOf(place); at !== ""; at = parentOf(at)) above.push(at);
  return above;
}

/** Whether the place, or one above it, is among these. */
function isBelow(place: string, places: { has(place: string): boolean }): boolean {
  for (let at = place; at !== ""; at = parentOf(at)) if (places.has(at)) return true;
  return false;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
