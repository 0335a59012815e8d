/** One way to save a part of the company: what follows is shown everywhere. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { changeCompany, companyQuery } from "../../foundation/api/company.ts";
import { meQuery } from "../../foundation/api/me.ts";
import { everySessionList } from "../../foundation/api/support-sessions.ts";

export function useCompanyChange() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: changeCompany,
    onSuccess: async (company) => {
      await queries.cancelQueries(companyQuery); // an answer that is still on its way is older
      queries.setQueryData(companyQuery.queryKey, company);
      void queries.invalidateQueries({ queryKey: meQuery.queryKey });
      void queries.invalidateQueries(everySessionList);
    },
  });
}
