/** A typed website as it is kept: `example.org` becomes `https://example.org`; what names a scheme stays, for the server to judge. */
export function wholeWebsite(typed: string): string {
  const site = typed.trim();
  return site === "" || site.includes("://") ? site : `https://${site}`;
}
