import { Alert, Button, Group, Menu, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconCloudOff, IconKey, IconLogout, IconUserCircle } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { Suspense, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { lacksSecondFactor, meQuery, useMe } from "../foundation/api/me.ts";
import { request } from "../foundation/api/request.ts";
import { landNews } from "../foundation/api/support-sessions.ts";
import { ConfirmationProvider } from "../foundation/design/confirmation.tsx";
import { LanguageChoice } from "../foundation/design/LanguageChoice.tsx";
import { Mark } from "../foundation/design/Mark.tsx";
import { SchemeButton } from "../foundation/design/SchemeButton.tsx";
import { LiveProvider, useLive } from "../foundation/live/live.tsx";
import { InvitationBanner, useNewInvitation } from "./InvitationBanner.tsx";
import { HeaderSearch } from "./HeaderSearch.tsx";
import { searchKeyIsOn, switchSearchKey } from "./search-key.ts";
import { NavigationMenu, SideNavigation } from "./Navigation.tsx";

/** What surrounds every page of a signed-in technician: who and where, the live stream, the offline banner. */
export function PageFrame() {
  const queries = useQueryClient();
  const { t } = useTranslation();
  const me = useMe();
  const { newest, hear, dismiss } = useNewInvitation(me.technician.id);
  const onNews = useCallback(
    (news: unknown) => {
      landNews(queries, news);
      hear(news);
    },
    [queries, hear],
  );
  const page = (
    <ConfirmationProvider>
      <a className="skip" href="#content">
        {t("console.frame.skip")}
      </a>
      <TopBar />
      <div className="frame">
        <SideNavigation />
        <main className="page" id="content" tabIndex={-1}>
          <OfflineBanner />
          <InvitationBanner newest={newest} dismiss={dismiss} />
          <Suspense>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </ConfirmationProvider>
  );
  // Nothing is told live to somebody who may not see anything yet.
  return lacksSecondFactor(me) ? page : <LiveProvider onNews={onNews}>{page}</LiveProvider>;
}

function TopBar() {
  const { company } = useMe();
  const { t } = useTranslation();
  return (
    <header className="topbar">
      <NavigationMenu />
      <Link to="/" className="topbar-home" aria-label={t("console.frame.home")}>
        <Mark />
        <Text fw={700} fz="lg" component="span" visibleFrom="xs">
          Daypass
        </Text>
      </Link>
      <Text className="topbar-company quiet" title={company.name}>
        {company.name}
      </Text>
      <Group gap="xs" ml="auto" wrap="nowrap">
        <HeaderSearch />
        <SchemeButton />
        <LanguageChoice />
        <OwnMenu />
      </Group>
    </header>
  );
}

function OwnMenu() {
  const { technician } = useMe();
  const { t } = useTranslation();
  const signOut = useSignOut();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton className="own-menu" aria-label={t("console.frame.own_menu", { name: technician.name })}>
          <IconUserCircle className="narrow-only" size={22} stroke={1.75} aria-hidden />
          <Text component="span" fz="sm" fw={600} truncate maw={160} className="wide-only">
            {technician.name}
          </Text>
          <IconChevronDown size={16} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className="breakable">
          {technician.name}
          <br />
          {technician.email}
        </Menu.Label>
        <Menu.Item component={Link} to="/profile" leftSection={<IconUserCircle size={16} aria-hidden />}>
          {t("console.frame.profile")}
        </Menu.Item>
        <Menu.Item component={Link} to="/api-tokens" leftSection={<IconKey size={16} aria-hidden />}>
          {t("console.frame.tokens")}
        </Menu.Item>
        <SearchKeyItem />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
          {t("console.frame.sign_out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Switches the key `/` on and off. */
function SearchKeyItem() {
  const { t } = useTranslation();
  const [on, setOn] = useState(searchKeyIsOn);
  return (
    <Menu.CheckboxItem
      checked={on}
      onChange={(checked) => {
        switchSearchKey(checked);
        setOn(checked);
      }}
    >
      {t("console.computers.shortcut")}
    </Menu.CheckboxItem>
  );
}

const SIGNED_OUT = "daypass-signed-out";

/** Signs out here and, by a word over a channel, in every tab of this browser. */
function useSignOut(): () => void {
  const queries = useQueryClient();
  const navigate = useNavigate();
  // One channel to hear and to speak: a channel does not hear itself, a second one in this tab would.
  const others = useRef<BroadcastChannel | null>(null);
  useEffect(() => {
    const channel = new BroadcastChannel(SIGNED_OUT);
    channel.onmessage = () => location.assign("/console/sign-in");
    others.current = channel;
    return () => channel.close();
  }, []);
  return () => {
    void request<undefined>("POST", "/api/sign-out").then(async () => {
      others.current?.postMessage("signed out");
      await navigate({ to: "/sign-in", search: {} });
      queries.removeQueries({ queryKey: meQuery.queryKey });
      queries.clear();
    });
  };
}

function OfflineBanner() {
  const { status, retryNow } = useLive();
  const { t } = useTranslation();
  return (
    <div role="status" aria-live="polite">
      {status === "lost" && (
        <Alert
          role="presentation"
          color="yellow"
          variant="light"
          mb="lg"
          icon={<IconCloudOff aria-hidden />}
          title={t("console.offline.title")}
        >
          <Group justify="space-between" gap="sm">
            <Text size="sm">{t("console.offline.why")}</Text>
            <Button size="xs" variant="default" onClick={retryNow}>
              {t("console.offline.retry")}
            </Button>
          </Group>
        </Alert>
      )}
    </div>
  );
}
