/** Moments and durations as people say them. Moments are milliseconds since 1970. */
import { useEffect, useState } from "react";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The present moment, anew every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** `10:04`; with the day when it is not within the last twenty hours. */
export function clockTime(at: number, now: number, language: string): string {
  const far = Math.abs(now - at) > 20 * 60 * MINUTE_MS;
  const shape: Intl.DateTimeFormatOptions = far
    ? { day: "2-digit", month: "short", hour: "2-digit", minute: "2-digit" }
    : { hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat(language, shape).format(at);
}

/** The day and the time, for what lies in the past. */
export function dayAndTime(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(at);
}

/** `19 h 42 min`, `12 min`, `0 min`; the units are the same in our three languages. */
export function longDuration(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  const hours = Math.floor(minutes / 60);
  return hours > 0 ? `${hours} h ${String(minutes % 60).padStart(2, "0")} min` : `${minutes} min`;
}

/** `14:32`: minutes and seconds that are left, never below zero. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Whether `later` falls on the calendar day after `now`. */
export function isTomorrow(later: number, now: number): boolean {
  return new Date(later).toDateString() === new Date(now + DAY_MS).toDateString();
}

/** The day alone. */
export function day(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(at);
}
