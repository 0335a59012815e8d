/** One line under the panes: what is under way, or was left. Its buttons work by their keys too while the line has the focus. */
import { Button, Tooltip } from "@mantine/core";
import type { KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { pressedKeys, shownKeys } from "./commands.ts";

export interface QueueButton {
  readonly label: string;
  readonly keys: "Space" | "Delete";
  readonly run: () => void;
  readonly first?: boolean;
}

interface Props {
  readonly label: string;
  readonly className?: string;
  readonly buttons: readonly QueueButton[];
  readonly children: ReactNode;
}

const LINE = "files-work";

export function QueueRow({ label, className = "", buttons, children }: Props) {
  const { t } = useTranslation();
  const named = (key: string) => t(`console.files.key_${key}`, { defaultValue: key });
  function key(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.target !== event.currentTarget) return;
    const keys = pressedKeys(event);
    const button = buttons.find((one) => one.keys === keys);
    const step = { ArrowDown: 1, ArrowUp: -1 }[keys];
    if (button) press(button, event.currentTarget);
    else if (step) moveFocus(event.currentTarget, step);
    else return;
    event.preventDefault();
  }
  return (
    <div className={`${LINE} ${className}`} role="group" aria-label={label} tabIndex={0} onKeyDown={key}>
      {children}
      <div className="files-work-buttons">
        {buttons.map((button) => (
          <Tooltip key={button.keys} label={`${button.label} (${shownKeys(button.keys, named)})`} openDelay={300}>
            <Button
              size="compact-sm"
              {...(button.first ? {} : { variant: "default" })}
              onClick={({ currentTarget }) => press(button, currentTarget)}
            >
              {button.label}
            </Button>
          </Tooltip>
        ))}
      </div>
    </div>
  );
}

/** Where the line goes with its button, the focus goes to what is next, and not away. */
function press({ run }: QueueButton, from: HTMLElement): void {
  const page = from.closest<HTMLElement>(".files-page");
  run();
  setTimeout(() => document.activeElement === document.body && focusQueue(page));
}

/** To the first line under the panes; without any, to the PC's list. */
export function focusQueue(page: HTMLElement | null): void {
  const first = page?.querySelector<HTMLElement>(`.${LINE}`);
  if (first) first.focus();
  else focusList(page);
}

export function focusList(page: HTMLElement | null): void {
  page?.querySelector<HTMLElement>("[data-side=pc] .files-grid")?.focus();
}

function moveFocus(line: HTMLElement, step: number): void {
  const lines = [...(line.closest(".files-page")?.querySelectorAll<HTMLElement>(`.${LINE}`) ?? [])];
  lines[lines.indexOf(line) + step]?.focus();
}
