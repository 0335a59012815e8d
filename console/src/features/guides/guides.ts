/** The guides, the form below each, and what readers said, as the server tells them. */
import { queryOptions } from "@tanstack/react-query";
import { everyItem, inPages } from "../../foundation/api/pages.ts";
import { request } from "../../foundation/api/request.ts";
import type { Guide, ListedGuide, NewOpinion, OpinionList, OpinionTally } from "../../foundation/api/types.ts";
import type { Language } from "../../foundation/texts/texts.ts";

/** What may be ticked with each answer; the server knows the same lists. */
export const REASONS = {
  yes: ["solved", "clear", "pictures"],
  no: ["unclear", "incomplete", "wrong", "other_problem", "too_long"],
} as const;

export const LONGEST_COMMENT = 1000;

export const guidesQuery = (language: Language) =>
  queryOptions({
    queryKey: ["guides", language],
    queryFn: async ({ signal }) => {
      const all = await everyItem<ListedGuide>("/api/guides", signal, { language });
      return {
        items: all.filter(({ about }) => about === "guide"),
        errors: all.filter(({ about }) => about === "error"),
      };
    },
    staleTime: Infinity,
  });

/** An article with a form of its own, so it is asked for again each time somebody opens it. */
export const guideQuery = (slug: string, language: Language) =>
  queryOptions({
    queryKey: ["guides", language, slug],
    queryFn: ({ signal }) =>
      request<Guide>("GET", `/api/guides/${encodeURIComponent(slug)}?language=${language}`, { signal }),
    refetchOnWindowFocus: false,
    staleTime: 0,
  });

export function giveOpinion(slug: string, opinion: NewOpinion): Promise<undefined> {
  return request("POST", `/api/guides/${encodeURIComponent(slug)}/opinions`, { body: opinion });
}

export const talliesQuery = queryOptions({
  queryKey: ["guide-opinions", "tallies"],
  queryFn: async ({ signal }) => ({ items: await everyItem<OpinionTally>("/api/guide-opinions/tallies", signal) }),
});

export const opinionsQuery = inPages<OpinionList>(["guide-opinions", "list"], "/api/guide-opinions");
