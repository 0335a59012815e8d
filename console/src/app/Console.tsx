/** The whole console, built by hand: look, queries, routes. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../foundation/api/problem.ts";
import type { Missing } from "../foundation/browser/requirements.ts";
import { MissingPage } from "./MissingPage.tsx";
import { makeRouter } from "./router.tsx";
import { theme, worded } from "./theme.ts";

/** A refusal stays a refusal; only an unreached or broken server is worth a second and third try. */
function worthAnotherTry(failures: number, error: Error): boolean {
  const refused = error instanceof Problem && error.status >= 400 && error.status < 500;
  return !refused && failures < 2;
}

export function Console({ missing }: { missing: Missing[] }) {
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { retry: worthAnotherTry, staleTime: 15_000 }, mutations: { retry: false } },
      }),
  );
  const [router] = useState(() => makeRouter(queries));
  const { t } = useTranslation();
  const spoken = useMemo(() => worded(theme, t), [t]);
  return (
    <StrictMode>
      <MantineProvider theme={spoken} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          {missing.length > 0 ? <MissingPage missing={missing} /> : <RouterProvider router={router} />}
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  );
}
