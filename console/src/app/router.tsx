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
import { readComputerFilter } from "../features/computers/computer-filter.ts";
import { lacksSecondFactor, meQuery } from "../foundation/api/me.ts";
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
  forgot: lazyRouteComponent(() => import("../features/sign-in/ForgotPage.tsx"), "ForgotPage"),
  newPassword: lazyRouteComponent(() => import("../features/sign-in/NewPasswordPage.tsx"), "NewPasswordPage"),
  newAddress: lazyRouteComponent(() => import("../features/sign-in/NewAddressPage.tsx"), "NewAddressPage"),
  join: lazyRouteComponent(() => import("../features/sign-in/JoinPage.tsx"), "JoinPage"),
  team: lazyRouteComponent(() => import("../features/team/TeamPage.tsx"), "TeamPage"),
  profile: lazyRouteComponent(() => import("../features/profile/ProfilePage.tsx"), "ProfilePage"),
  tokens: lazyRouteComponent(() => import("../features/api-tokens/TokensPage.tsx"), "TokensPage"),
  list: lazyRouteComponent(() => import("../features/support-sessions/list/AdHocSupportPage.tsx"), "AdHocSupportPage"),
  create: lazyRouteComponent(() => import("../features/support-sessions/create/NewSessionPage.tsx"), "NewSessionPage"),
  follow: lazyRouteComponent(() => import("./FollowedSession.tsx"), "FollowedSession"),
  computers: lazyRouteComponent(() => import("../features/computers/ComputersPage.tsx"), "ComputersPage"),
  company: lazyRouteComponent(() => import("../features/company/CompanyPage.tsx"), "CompanyPage"),
  guides: lazyRouteComponent(() => import("../features/guides/GuidesPage.tsx"), "GuidesPage"),
  guide: lazyRouteComponent(() => import("../features/guides/GuidePage.tsx"), "GuidePage"),
  guideAnswers: lazyRouteComponent(() => import("../features/guides/AnswersPage.tsx"), "AnswersPage"),
  reports: lazyRouteComponent(() => import("../features/reports/ReportsPage.tsx"), "ReportsPage"),
  audit: lazyRouteComponent(() => import("../features/audit/AuditPage.tsx"), "AuditPage"),
  webhooks: lazyRouteComponent(() => import("../features/webhooks/WebhooksPage.tsx"), "WebhooksPage"),
  remoteControl: lazyRouteComponent(() => import("./RemoteControl.tsx"), "RemoteControl"),
  dashboard: lazyRouteComponent(() => import("../features/dashboard/DashboardPage.tsx"), "DashboardPage"),
  files: lazyRouteComponent(() => import("../features/files/FilesPage.tsx"), "FilesPage"),
  chat: lazyRouteComponent(() => import("../features/chat/ChatPage.tsx"), "ChatPage"),
};

const setup = createRoute({ getParentRoute: () => rootRoute, path: "/setup/$token", component: page.setup });

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: (search): { next?: string } => (typeof search["next"] === "string" ? { next: search["next"] } : {}),
  component: page.signIn,
});

/** What one-time links open, for people who are not signed in. */
const forgot = createRoute({ getParentRoute: () => rootRoute, path: "/forgot", component: page.forgot });
const newPassword = createRoute({
  getParentRoute: () => rootRoute,
  path: "/new-password/$token",
  component: page.newPassword,
});
const newAddress = createRoute({
  getParentRoute: () => rootRoute,
  path: "/new-address/$token",
  component: page.newAddress,
});
const join = createRoute({ getParentRoute: () => rootRoute, path: "/join/$token", component: page.join });

/** Everything below needs a signed-in technician; others are sent to the sign-in and back. */
const signedIn = createRoute({
  getParentRoute: () => rootRoute,
  id: "signed-in",
  component: Outlet,
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData(meQuery);
    if (me && lacksSecondFactor(me) && location.pathname !== "/profile") throw redirect({ to: "/profile" });
    if (me) return;
    context.queries.removeQueries({ queryKey: meQuery.queryKey });
    const next = location.pathname === "/" ? {} : { next: location.pathname };
    throw redirect({ to: "/sign-in", search: next });
  },
});

const framed = createRoute({ getParentRoute: () => signedIn, id: "framed", component: page.frame });
const list = createRoute({ getParentRoute: () => framed, path: "/", component: page.list });
const create = createRoute({ getParentRoute: () => framed, path: "/sessions/new", component: page.create });
const follow = createRoute({ getParentRoute: () => framed, path: "/sessions/$id", component: page.follow });
const computers = createRoute({
  getParentRoute: () => framed,
  path: "/computers",
  validateSearch: readComputerFilter,
  component: page.computers,
});
const company = createRoute({ getParentRoute: () => framed, path: "/company", component: page.company });
const team = createRoute({ getParentRoute: () => framed, path: "/team", component: page.team });
const profile = createRoute({ getParentRoute: () => framed, path: "/profile", component: page.profile });
const tokens = createRoute({ getParentRoute: () => framed, path: "/api-tokens", component: page.tokens });
const guides = createRoute({ getParentRoute: () => framed, path: "/guides", component: page.guides });
const guide = createRoute({ getParentRoute: () => framed, path: "/guides/$slug", component: page.guide });
const guideAnswers = createRoute({
  getParentRoute: () => framed,
  path: "/guides/answers",
  component: page.guideAnswers,
});
const reports = createRoute({ getParentRoute: () => framed, path: "/reports", component: page.reports });
const audit = createRoute({
  getParentRoute: () => framed,
  path: "/audit",
  validateSearch: (search): { session?: string } =>
    typeof search["session"] === "string" ? { session: search["session"] } : {},
  component: page.audit,
});
const webhooks = createRoute({ getParentRoute: () => framed, path: "/company/webhooks", component: page.webhooks });

/** Tools go to the edges: no frame around them. */
const remoteControl = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$id/remote-control",
  component: page.remoteControl,
});
const dashboard = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$id/dashboard",
  component: page.dashboard,
});
const files = createRoute({ getParentRoute: () => signedIn, path: "/sessions/$id/files", component: page.files });

const chat = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$id/chat",
  component: page.chat,
});

const routeTree = rootRoute.addChildren([
  setup,
  signIn,
  forgot,
  newPassword,
  newAddress,
  join,
  signedIn.addChildren([
    framed.addChildren([
      list,
      create,
      follow,
      computers,
      company,
      team,
      profile,
      tokens,
      reports,
      audit,
      webhooks,
      guides,
      guide,
      guideAnswers,
    ]),
    remoteControl,
    dashboard,
    files,
    chat,
  ]),
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
