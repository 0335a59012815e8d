/** A time of day that was typed, as seconds from now on. */

const DAY_MS = 24 * 60 * 60_000;

/** Until the next `HH:MM` by this page's clock; undefined for what is no time. */
export function secondsUntil(time: string, now: number): number | undefined {
  const match = /^(\d{1,2}):(\d{2})/.exec(time);
  if (!match) return undefined;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  if (hours > 23 || minutes > 59) return undefined;
  const then = new Date(now);
  then.setHours(hours, minutes, 0, 0);
  // Tomorrow's, where today's has passed.
  const ms = then.getTime() > now ? then.getTime() - now : then.getTime() + DAY_MS - now;
  return Math.min(Math.round(ms / 1000), DAY_MS / 1000);
}
