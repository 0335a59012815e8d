/** The header's search key comes to this field while the page *Computers* is open. */
export const SEARCH_FIELD_ID = "computer-search";
