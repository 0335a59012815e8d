/**
 * A typed website as it is kept: `example.org` and `http://example.org` become `https://example.org`, since customers are to check the
 * company there; what names another scheme stays, for the server to judge.
 */
export function wholeWebsite(typed: string): string {
  const site = typed.trim().replace(/^http:\/\//i, "https://");
  return site === "" || site.includes("://") ? site : `https://${site}`;
}
