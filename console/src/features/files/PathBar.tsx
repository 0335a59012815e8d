/** Where a pane is: places to begin, the folders on the way, and a field to go to any path. */
import { ActionIcon, Button, Menu, Text, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import {
  IconChevronRight,
  IconDeviceDesktop,
  IconDeviceUsb,
  IconDisc,
  IconDownload,
  IconFileText,
  IconHome,
  IconNetwork,
  IconPencil,
  IconServer,
  IconStack2,
  type TablerIcon,
} from "@tabler/icons-react";
import { type FormEvent, Fragment, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { useWatched } from "../../foundation/watching/use-watched.ts";
import type { BrowsePlace, PlaceKind } from "../../protocol/messages.gen.ts";
import { harmless } from "../../protocol/shown-text.ts";
import type { Pane } from "./pane.ts";
import { crumbs, typedPath } from "./paths.ts";

interface Props {
  readonly pane: Pane;
  /** Whose computer it is. */
  readonly title: string;
  readonly typing: boolean;
  readonly onTyping: (typing: boolean) => void;
  /** The focus goes back to the list. */
  readonly onGone: () => void;
  /** More ways to begin. */
  readonly more?: ReactNode;
}

export function PathBar({ pane, title, typing, onTyping, onGone, more }: Props) {
  const { t } = useTranslation();
  const { path, places } = useWatched(pane);
  const go = (to: string) => {
    void pane.go(to);
    onGone();
  };
  if (typing)
    return (
      <PathField
        path={path ?? ""}
        onGo={(typed) => {
          onTyping(false);
          go(typedPath(typed, pane.separator));
        }}
        onGiveUp={() => {
          onTyping(false);
          onGone();
        }}
      />
    );
  const way = crumbs(path ?? "", pane.separator);
  return (
    <div className="files-path">
      <Text className="files-whose" size="sm" fw={600}>
        {title}
      </Text>
      <Places places={places} onGo={go} more={more} />
      <nav aria-label={`${t("console.files.way")}: ${title}`} className="files-crumbs">
        {way.map((crumb, index) => (
          <Fragment key={crumb.path}>
            {index > 0 && <IconChevronRight size={14} aria-hidden />}
            <UnstyledButton
              className="files-crumb"
              aria-current={index === way.length - 1 ? "location" : undefined}
              title={harmless(crumb.name)}
              onClick={() => go(crumb.path)}
            >
              <bdi>{harmless(crumb.name)}</bdi>
            </UnstyledButton>
          </Fragment>
        ))}
      </nav>
      <Tooltip label={t("console.files.do_go_to")} openDelay={300}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("console.files.do_go_to")}
          onClick={() => onTyping(true)}
        >
          <IconPencil size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function PathField({ path, onGo, onGiveUp }: { path: string; onGo: (typed: string) => void; onGiveUp: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(path);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== "") onGo(typed);
  };
  return (
    <form className="files-path" onSubmit={submit}>
      <TextInput
        className="files-path-field"
        aria-label={t("console.files.do_go_to")}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={(event) => {
          if (event.key === "Escape") onGiveUp();
        }}
        autoFocus
        autoComplete="off"
        spellCheck={false}
        maxLength={32_767}
      />
      <Button type="submit">{t("console.files.go")}</Button>
    </form>
  );
}

const ICONS: Record<PlaceKind, TablerIcon> = {
  home: IconHome,
  desktop: IconDeviceDesktop,
  documents: IconFileText,
  downloads: IconDownload,
  drive: IconServer,
  removable: IconDeviceUsb,
  network: IconNetwork,
  optical: IconDisc,
};
const SPECIAL: readonly PlaceKind[] = ["home", "desktop", "documents", "downloads"];

function Places({
  places,
  onGo,
  more,
}: {
  places: readonly BrowsePlace[];
  onGo: (path: string) => void;
  more: ReactNode;
}) {
  const { t, i18n } = useTranslation();
  return (
    <Menu position="bottom-start" withinPortal returnFocus>
      <Menu.Target>
        <Button variant="default" leftSection={<IconStack2 size={18} aria-hidden />} className="files-places">
          {t("console.files.places")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {places.map(({ kind, path, label, size, free }) => {
          const Icon = ICONS[kind];
          return (
            <Menu.Item key={path} leftSection={<Icon size={18} aria-hidden />} onClick={() => onGo(path)}>
              {SPECIAL.includes(kind) ? t(`console.files.place_${kind}`) : label === "" ? path : `${label} (${path})`}
              {typeof size === "number" && typeof free === "number" && (
                <Text size="xs" className="quiet">
                  {t("console.files.free_of", {
                    free: readableBytes(free, i18n.language),
                    size: readableBytes(size, i18n.language),
                  })}
                </Text>
              )}
            </Menu.Item>
          );
        })}
        {more}
      </Menu.Dropdown>
    </Menu>
  );
}
