/** Every address of the console and who may see it. */
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, Outlet, redirect } from "@tanstack/react-router";
import { SetupPage } from "../features/setup/SetupPage.tsx";
import { SignInPage } from "../features/sign-in/SignInPage.tsx";
import { AdHocSupportPage } from "../features/support-sessions/list/AdHocSupportPage.tsx";
import { NewSessionPage } from "../features/support-sessions/create/NewSessionPage.tsx";
import { SessionPage } from "../features/support-sessions/follow/SessionPage.tsx";
import { RemoteControlPage } from "../features/remote-control/RemoteControlPage.tsx";
import { meQuery } from "../foundation/api/me.ts";
import { Problem } from "../foundation/api/problem.ts";
import { PageFrame } from "./PageFrame.tsx";
import { FailedPage, LostPage } from "./StrayPages.tsx";

const rootRoute = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: LostPage,
  errorComponent: FailedPage,
});

const setup = createRoute({ getParentRoute: () => rootRoute, path: "/setup/$token", component: SetupPage });

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search): { next?: string } => (typeof search["next"] === "string" ? { next: search["next"] } : {}),
  component: SignInPage,
});

/** Everything below needs a signed-in technician; others are sent to the sign-in and back. */
const signedIn = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  component: Outlet,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queries.ensureQueryData(meQuery);
    } catch (failure) {
      if (!(failure instanceof Problem) || failure.status !== 401) throw failure;
      const next = location.pathname === "/" ? {} : { next: location.pathname };
      throw redirect({ to: "/sign-in", search: next });
    }
  },
});

const framed = createRoute({ getParentRoute: () => signedIn, id: "framed", component: PageFrame });
const list = createRoute({ getParentRoute: () => framed, path: "/", component: AdHocSupportPage });
const create = createRoute({ getParentRoute: () => framed, path: "/sessions/new", component: NewSessionPage });
const follow = createRoute({ getParentRoute: () => framed, path: "/sessions/$id", component: SessionPage });

/** The remote screen goes to the edges: no frame around it. */
const remoteControl = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$id/remote-control",
  component: RemoteControlPage,
});

const routeTree = rootRoute.addChildren([
  setup,
  signIn,
  signedIn.addChildren([framed.addChildren([list, create, follow]), remoteControl]),
]);

/** The router of one console; `queries` answers "who is signed in" for the guarded routes. */
export function makeRouter(queries: QueryClient) {
  return createRouter({ routeTree, basepath: "/console", context: { queries }, scrollRestoration: true });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
