import { presentLanguage } from "./texts.ts";

/** The public article about an error code: it opens beside the page, also for somebody who is not signed in. */
export function guideAddress(code: string): string {
  return `/guide/${encodeURIComponent(code)}?lang=${presentLanguage()}`;
}
