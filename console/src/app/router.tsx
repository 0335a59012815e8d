/** Every address of the console and who may see it. */
import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { meQuery } from "../foundation/api/me.ts";
import { FailedPage, LostPage } from "./StrayPages.tsx";

const rootRoute = createRootRouteWithContext<{ queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: LostPage,
  errorComponent: FailedPage,
});

/** Each page is a file of its own, fetched when somebody goes there. */
const page = {
  frame: lazyRouteComponent(() => import("./PageFrame.tsx"), "PageFrame"),
  setup: lazyRouteComponent(() => import("../features/setup/SetupPage.tsx"), "SetupPage"),
  signIn: lazyRouteComponent(() => import("../features/sign-in/SignInPage.tsx"), "SignInPage"),
  list: lazyRouteComponent(() => import("../features/support-sessions/list/AdHocSupportPage.tsx"), "AdHocSupportPage"),
  create: lazyRouteComponent(() => import("../features/support-sessions/create/NewSessionPage.tsx"), "NewSessionPage"),
  follow: lazyRouteComponent(() => import("../features/support-sessions/follow/SessionPage.tsx"), "SessionPage"),
  remoteControl: lazyRouteComponent(
    () => import("../features/remote-control/RemoteControlPage.tsx"),
    "RemoteControlPage",
  ),
};

const setup = createRoute({ getParentRoute: () => rootRoute, path: "/setup/$token", component: page.setup });

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search): { next?: string } => (typeof search["next"] === "string" ? { next: search["next"] } : {}),
  component: page.signIn,
});

/** Everything below needs a signed-in technician; others are sent to the sign-in and back. */
const signedIn = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  component: Outlet,
  beforeLoad: async ({ context, location }) => {
    if (await context.queries.ensureQueryData(meQuery)) return;
    context.queries.removeQueries({ queryKey: meQuery.queryKey });
    const next = location.pathname === "/" ? {} : { next: location.pathname };
    throw redirect({ to: "/sign-in", search: next });
  },
});

const framed = createRoute({ getParentRoute: () => signedIn, id: "framed", component: page.frame });
const list = createRoute({ getParentRoute: () => framed, path: "/", component: page.list });
const create = createRoute({ getParentRoute: () => framed, path: "/sessions/new", component: page.create });
const follow = createRoute({ getParentRoute: () => framed, path: "/sessions/$id", component: page.follow });

/** The remote screen goes to the edges: no frame around it. */
const remoteControl = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$id/remote-control",
  component: page.remoteControl,
});

const routeTree = rootRoute.addChildren([
  setup,
  signIn,
  signedIn.addChildren([framed.addChildren([list, create, follow]), remoteControl]),
]);

/** The router of one console; `queries` answers "who is signed in" for the guarded routes. */
export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    basepath: "/console",
    context: { queries },
    scrollRestoration: true,
    defaultPreload: "intent",
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
