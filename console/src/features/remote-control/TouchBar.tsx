/** Under the picture where fingers work: the keys a phone's keyboard lacks, the way fingers work, and what this browser cannot do. */
import { ActionIcon, Button, Menu } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconArrowDown,
  IconArrowLeft,
  IconArrowRight,
  IconArrowUp,
  IconDots,
  IconHandFinger,
  IconKeyboard,
  IconKeyboardHide,
  IconPointer,
} from "@tabler/icons-react";
import { type PointerEvent, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { locksKeyboard } from "../../viewer/keyboard_lock.ts";
import type { ShownViewer } from "./use-viewer.ts";

const MODIFIERS = [
  ["ControlLeft", "Ctrl"],
  ["AltLeft", "Alt"],
  ["ShiftLeft", "Shift"],
  ["MetaLeft", "Win"],
] as const;
const KEYS = [
  ["Escape", "Esc"],
  ["Tab", "Tab"],
] as const;
const ARROWS = [
  ["ArrowLeft", "left", IconArrowLeft],
  ["ArrowUp", "up", IconArrowUp],
  ["ArrowDown", "down", IconArrowDown],
  ["ArrowRight", "right", IconArrowRight],
] as const;
const FUNCTIONS = Array.from({ length: 12 }, (_, index) => `F${index + 1}`);
const MORE = ["Delete", "Home", "End", "PageUp", "PageDown", "Insert"];

/** A press must not take the focus from the text field: the phone would hide its keyboard, and control would end. */
const keepFocus = (event: PointerEvent) => event.preventDefault();

export function TouchBar({ viewer }: { viewer: ShownViewer }) {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  const byFinger = useMediaQuery("(pointer: coarse)", false, { getInitialValueInEffect: false });
  useEffect(() => staysAboveTheKeyboard(bar.current), [byFinger]);
  if (!byFinger || viewer.hands?.yours === false) return null;
  const { armed, screenKeyboard, touchMode } = viewer;
  return (
    <div
      ref={bar}
      className="touch-bar"
      role="toolbar"
      aria-label={t("console.remote_control.touch.bar")}
      onPointerDown={keepFocus}
      onMouseDown={(event) => event.preventDefault()}
    >
      <BarIcon
        label={t(`console.remote_control.touch.${screenKeyboard ? "keyboard_hide" : "keyboard_show"}`)}
        onClick={() => viewer.showScreenKeyboard(!screenKeyboard)}
      >
        {screenKeyboard ? <IconKeyboardHide aria-hidden /> : <IconKeyboard aria-hidden />}
      </BarIcon>
      <BarIcon
        label={t(`console.remote_control.touch.${touchMode}`)}
        onClick={() => viewer.setTouchMode(touchMode === "direct" ? "trackpad" : "direct")}
      >
        {touchMode === "direct" ? <IconHandFinger aria-hidden /> : <IconPointer aria-hidden />}
      </BarIcon>
      <MoreMenu viewer={viewer} />
      <div className="touch-bar-keys">
        {KEYS.map(([code, label]) => (
          <Button key={code} variant="default" onClick={() => viewer.pressBarKey(code)}>
            {label}
          </Button>
        ))}
        {MODIFIERS.map(([code, label]) => (
          <Button
            key={code}
            variant={armed.includes(code) ? "filled" : "default"}
            aria-pressed={armed.includes(code)}
            onClick={() => viewer.armKey(code)}
          >
            {label}
          </Button>
        ))}
        {ARROWS.map(([code, direction, Icon]) => (
          <BarIcon
            key={code}
            label={t(`console.remote_control.touch.${direction}`)}
            onClick={() => viewer.pressBarKey(code)}
          >
            <Icon aria-hidden />
          </BarIcon>
        ))}
      </div>
    </div>
  );
}

function MoreMenu({ viewer }: { viewer: ShownViewer }) {
  const { t } = useTranslation();
  const missing = [
    ...(document.fullscreenEnabled ? [] : ["no_full_screen"]),
    ...(locksKeyboard() ? [] : ["no_keyboard_lock"]),
    ...(viewer.canRecord ? [] : ["no_recording"]),
  ].map((feature) => t(`console.remote_control.touch.${feature}`));
  const items = (codes: readonly string[]) =>
    codes.map((code) => (
      <Menu.Item key={code} onClick={() => viewer.pressBarKey(code)} onPointerDown={keepFocus}>
        {code}
      </Menu.Item>
    ));
  return (
    <Menu position="top-start" transitionProps={{ duration: 0 }} returnFocus={false} trapFocus={false} width={320}>
      <Menu.Target>
        <ActionIcon variant="default" aria-label={t("console.remote_control.touch.more")}>
          <IconDots aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className="viewer-keys">
        <Menu.Label className="viewer-keys-note">{t("console.remote_control.touch.gestures")}</Menu.Label>
        {missing.length > 0 && (
          <Menu.Label className="viewer-keys-note">
            {t("console.remote_control.touch.missing", { features: missing.join(", ") })}
          </Menu.Label>
        )}
        <Menu.Label>{t("console.remote_control.touch.functions")}</Menu.Label>
        <div className="viewer-keys-columns" data-columns="3">
          <div>{items(FUNCTIONS.slice(0, 6))}</div>
          <div>{items(FUNCTIONS.slice(6))}</div>
          <div>{items(MORE)}</div>
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}

function BarIcon({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <ActionIcon variant="default" aria-label={label} title={label} onClick={onClick}>
      {children}
    </ActionIcon>
  );
}

/** Phones lay their keyboard over the page: what it covers is known from the part that can still be seen. */
function staysAboveTheKeyboard(bar: HTMLElement | null): (() => void) | undefined {
  const seen = window.visualViewport;
  if (!bar || !seen) return;
  const move = () => {
    const covered = seen.scale === 1 ? Math.max(0, window.innerHeight - seen.height - seen.offsetTop) : 0;
    bar.style.setProperty("--screen-keyboard", `${covered}px`);
  };
  const listening = new AbortController();
  seen.addEventListener("resize", move, { signal: listening.signal });
  seen.addEventListener("scroll", move, { signal: listening.signal });
  return () => listening.abort();
}
