/** All actions with their keys, from the button and at the pointer. */
import { Menu, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Deeds, keysOf, shownKeys } from "./commands.ts";
import { menuOf } from "./commands-menu.ts";

interface Props {
  /** Where the menu was asked for by the pointer; undefined: by its button. */
  readonly at?: { readonly x: number; readonly y: number };
  readonly opened?: boolean;
  readonly onClose?: () => void;
  readonly deeds: Deeds;
  readonly children?: ReactNode;
}

export function CommandsMenu({ at, opened, onClose, deeds, children }: Props) {
  const { t } = useTranslation();
  const named = (key: string) => t(`console.files.key_${key}`, { defaultValue: key });
  return (
    <Menu
      position={at ? "bottom-start" : "bottom-end"}
      withinPortal
      returnFocus
      // As a whole within the window, over the pointer if need be.
      middlewares={{
        flip: !at,
        shift: at ? { crossAxis: true, padding: 12 } : true,
        inline: false,
        // As much as there is room for; the rest is scrolled to.
        size: at ? false : { padding: 12 },
      }}
      {...(opened === undefined ? {} : { opened })}
      {...(onClose ? { onClose } : {})}
    >
      <Menu.Target>
        {children ?? (
          <button
            type="button"
            tabIndex={-1}
            aria-label={t("console.files.actions")}
            className="files-menu-at"
            style={{ left: at?.x ?? 0, top: at?.y ?? 0 }}
          />
        )}
      </Menu.Target>
      <Menu.Dropdown className="files-menu">
        {menuOf((id) => deeds[id] !== undefined).map((id, index) =>
          id === null ? (
            <Menu.Divider key={index} />
          ) : (
            <Menu.Item
              key={id}
              disabled={!deeds[id]?.can}
              onClick={() => deeds[id]?.run()}
              rightSection={
                <Text size="xs" className="quiet" aria-hidden>
                  {shownKeys(keysOf(id), named)}
                </Text>
              }
            >
              {t(`console.files.do_${id}`)}
            </Menu.Item>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
