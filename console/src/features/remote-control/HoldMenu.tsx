/** Keeps the people at the PC from its keyboard, mouse and screen while the technician works. They can end it at once, and it says so. */
import { ActionIcon, Menu, Text } from "@mantine/core";
import { IconEyeOff, IconLock, IconLockOpen } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ShownViewer } from "./use-viewer.ts";

const ICONS = { nothing: IconLockOpen, input: IconLock, screen: IconEyeOff };

/** Nothing at a host that knows none of it. The button stands out while something is held: nobody forgets it. */
export function HoldMenu({ viewer }: { viewer: ShownViewer }) {
  const { t } = useTranslation();
  if (!viewer.can("LockInput")) return null;
  const held = viewer.held !== "nothing";
  const label = t(`console.remote_control.held_${viewer.held}`);
  const Icon = ICONS[viewer.held];
  return (
    <>
      <Menu position="bottom" transitionProps={{ duration: 0 }} returnFocus={false}>
        <Menu.Target>
          <ActionIcon
            disabled={viewer.hands?.yours === false}
            variant={held ? "filled" : "subtle"}
            color={held ? "orange.9" : "gray"}
            aria-label={label}
            title={label}
          >
            <Icon size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown className="viewer-menu">
          <HoldItems viewer={viewer} />
        </Menu.Dropdown>
      </Menu>
      {viewer.holdAsked !== "nothing" && (
        <Text role="status" className="viewer-status">
          {t("console.remote_control.hold_asked")}
        </Text>
      )}
    </>
  );
}

function HoldItems({ viewer }: { viewer: ShownViewer }) {
  const { t } = useTranslation();
  const canBlank = viewer.can("BlankScreen");
  return (
    <>
      <Menu.CheckboxItem
        checked={viewer.held !== "nothing" || viewer.holdAsked !== "nothing"}
        closeMenuOnClick
        onChange={viewer.lockInput}
      >
        {t("console.remote_control.lock_input")}
        <span className="viewer-menu-hint">{t("console.remote_control.lock_input_hint")}</span>
      </Menu.CheckboxItem>
      <Menu.CheckboxItem
        checked={viewer.held === "screen" || viewer.holdAsked === "screen"}
        disabled={!canBlank}
        closeMenuOnClick
        onChange={viewer.blankScreen}
      >
        {t("console.remote_control.blank_screen")}
        <span className="viewer-menu-hint">
          {t(canBlank ? "console.remote_control.blank_screen_hint" : "console.remote_control.blank_screen_missing")}
        </span>
      </Menu.CheckboxItem>
    </>
  );
}
