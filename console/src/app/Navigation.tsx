import { ActionIcon, Menu } from "@mantine/core";
import { IconMenu2 } from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../foundation/api/me.ts";
import { type Place, PLACES } from "./places.ts";

function useOpenPlaces(): Place[] {
  const { rights } = useMe();
  return PLACES.filter((place) => rights.includes(place.right));
}

/** The area with the longest address that the page's begins with; a session belongs to the first, one's own pages to none. */
function usePresentPlace(): string | undefined {
  const path = useLocation().pathname;
  if (path === "/" || path.startsWith("/sessions")) return "/";
  const around = PLACES.map((place) => place.to).filter((to) => to !== "/" && path.startsWith(to));
  return around.sort((one, other) => other.length - one.length)[0];
}

/** The areas at the side of wide windows. */
export function SideNavigation() {
  const { t } = useTranslation();
  const present = usePresentPlace();
  return (
    <nav className="places" aria-label={t("console.frame.nav")}>
      {useOpenPlaces().map(({ to, name, icon: Icon }) => (
        <Link key={to} to={to} className="place" aria-current={to === present ? "page" : undefined}>
          <Icon size={20} stroke={1.75} aria-hidden />
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}

/** The same areas behind one button, where there is no room at the side. */
export function NavigationMenu() {
  const { t } = useTranslation();
  const present = usePresentPlace();
  const places = useOpenPlaces();
  if (places.length === 0) return null;
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <ActionIcon
          className="places-button"
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t("console.frame.menu")}
        >
          <IconMenu2 size={22} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {places.map(({ to, name, icon: Icon }) => (
          <Menu.Item
            key={to}
            component={Link}
            to={to}
            leftSection={<Icon size={18} aria-hidden />}
            aria-current={to === present ? "page" : undefined}
          >
            {t(name)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
