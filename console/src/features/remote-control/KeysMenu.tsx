/** Key combinations that the technician's own computer or browser would keep to itself. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconKeyboard } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { locksKeyboard } from "../../viewer/keyboard_lock.ts";
import { ON_A_MAC } from "./own-computer.ts";
import type { ShownViewer } from "./use-viewer.ts";

interface Combination {
  readonly label: string;
  readonly codes: readonly string[];
}

const OF_THE_SYSTEM: readonly Combination[] = [
  { label: "Ctrl + Shift + Esc", codes: ["ControlLeft", "ShiftLeft", "Escape"] },
  { label: "Alt + Tab", codes: ["AltLeft", "Tab"] },
  { label: "Alt + F4", codes: ["AltLeft", "F4"] },
  { label: "Windows", codes: ["MetaLeft"] },
  { label: "Windows + R", codes: ["MetaLeft", "KeyR"] },
  { label: "Windows + E", codes: ["MetaLeft", "KeyE"] },
  { label: "Windows + D", codes: ["MetaLeft", "KeyD"] },
  { label: "Windows + L", codes: ["MetaLeft", "KeyL"] },
  { label: "Windows + X", codes: ["MetaLeft", "KeyX"] },
];
const OF_THE_BROWSER: readonly Combination[] = [
  { label: "Ctrl + W", codes: ["ControlLeft", "KeyW"] },
  { label: "Ctrl + T", codes: ["ControlLeft", "KeyT"] },
  { label: "Ctrl + N", codes: ["ControlLeft", "KeyN"] },
  { label: "F11", codes: ["F11"] },
  { label: "Print Screen", codes: ["PrintScreen"] },
  { label: "Pause", codes: ["Pause"] },
  { label: "Caps Lock", codes: ["CapsLock"] },
  { label: "Num Lock", codes: ["NumLock"] },
  { label: "Ctrl + Alt + Home", codes: ["ControlLeft", "AltLeft", "Home"] },
];

export function KeysMenu({ viewer }: { viewer: ShownViewer }) {
  const { t } = useTranslation();
  const item = (label: string, press: () => void) => (
    <Menu.Item
      key={label}
      onClick={() => {
        press();
        viewer.startControl();
      }}
    >
      {label}
    </Menu.Item>
  );
  const items = (combinations: readonly Combination[]) =>
    combinations.map(({ label, codes }) => item(label, () => viewer.pressKeys(codes)));
  return (
    <Menu position="bottom" transitionProps={{ duration: 0 }} returnFocus={false} width={360}>
      <Menu.Target>
        <ActionIcon
          disabled={viewer.hands?.yours === false}
          variant="subtle"
          color="gray"
          aria-label={t("console.remote_control.keys")}
          title={t("console.remote_control.keys")}
        >
          <IconKeyboard size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className="viewer-keys">
        <Menu.Label>{t("console.remote_control.keys_hint")}</Menu.Label>
        <div className="viewer-keys-columns">
          <div>
            {item("Ctrl + Alt + Del", viewer.pressAttention)}
            {items(OF_THE_SYSTEM)}
          </div>
          <div>{items(OF_THE_BROWSER)}</div>
        </div>
        {ON_A_MAC && (
          <Menu.CheckboxItem checked={viewer.commandIsControl} closeMenuOnClick onChange={viewer.useCommandAsControl}>
            {t("console.remote_control.command_is_control")}
          </Menu.CheckboxItem>
        )}
        <Menu.Label className="viewer-keys-note">
          {t(locksKeyboard() ? "console.remote_control.keys_in_full_screen" : "console.remote_control.keys_kept")}
        </Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}
