/** The whole console, built by hand: look, queries, routes. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode, useState } from "react";
import { Problem } from "../foundation/api/problem.ts";
import type { Missing } from "../foundation/browser/requirements.ts";
import { MissingPage } from "./MissingPage.tsx";
import { makeRouter } from "./router.tsx";
import { theme } from "./theme.ts";

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
  return (
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          {missing.length > 0 ? <MissingPage missing={missing} /> : <RouterProvider router={router} />}
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>
  );
}
