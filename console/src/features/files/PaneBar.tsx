/** Over a pane's list: the ways back and up, what is done most, the filter, and the menu of everything. */
import { ActionIcon, Button, TextInput, Tooltip } from "@mantine/core";
import {
  IconArrowLeft,
  IconArrowRight,
  IconArrowUp,
  IconDots,
  IconDownload,
  IconEye,
  IconEyeOff,
  IconFilter,
  IconFolderPlus,
  IconRefresh,
  IconTrash,
  IconUpload,
  type TablerIcon,
} from "@tabler/icons-react";
import { type ReactNode, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { COMMANDS, type CommandId, shownKeys } from "./commands.ts";
import { CommandsMenu } from "./CommandsMenu.tsx";
import type { Pane } from "./pane.ts";
import { usePane } from "./use-files.ts";

interface Props {
  readonly pane: Pane;
  readonly filter: RefObject<HTMLInputElement | null>;
  readonly can: (command: CommandId) => boolean;
  readonly onCommand: (command: CommandId) => void;
  readonly onGone: () => void;
  /** Buttons of this pane's own. */
  readonly children?: ReactNode;
}

export function PaneBar({ pane, filter, can, onCommand, onGone, children }: Props) {
  const { t } = useTranslation();
  const { sieve } = usePane(pane);
  const button = (id: CommandId, icon: TablerIcon, pressed?: boolean) => (
    <CommandButton id={id} icon={icon} pressed={pressed} disabled={!can(id)} onClick={() => onCommand(id)} />
  );
  return (
    <div className="files-bar" role="toolbar" aria-label={t("console.files.bar")}>
      {button("back", IconArrowLeft)}
      {button("forward", IconArrowRight)}
      {button("up", IconArrowUp)}
      {button("refresh", IconRefresh)}
      {button("upload", IconUpload)}
      {button("download", IconDownload)}
      {button("new_folder", IconFolderPlus)}
      {button("delete", IconTrash)}
      {button("hidden", sieve.hidden ? IconEye : IconEyeOff, sieve.hidden)}
      {children}
      <TextInput
        ref={filter}
        className="files-filter"
        size="sm"
        leftSection={<IconFilter size={16} aria-hidden />}
        aria-label={t("console.files.do_filter")}
        placeholder="*.log;*.txt"
        value={sieve.masks}
        onChange={(event) => pane.sift({ masks: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === "Escape") pane.sift({ masks: "" });
          if (event.key === "Escape" || event.key === "Enter" || event.key === "ArrowDown") onGone();
        }}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
      />
      <CommandsMenu can={can} onCommand={onCommand}>
        <Button variant="default" size="sm" rightSection={<IconDots size={16} aria-hidden />}>
          {t("console.files.actions")}
        </Button>
      </CommandsMenu>
    </div>
  );
}

interface ButtonProps {
  readonly id: CommandId;
  readonly icon: TablerIcon;
  readonly pressed: boolean | undefined;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function CommandButton({ id, icon: Icon, pressed, disabled, onClick }: ButtonProps) {
  const { t } = useTranslation();
  const named = (key: string) => t(`console.files.key_${key}`, { defaultValue: key });
  const keys = COMMANDS.find((command) => command.id === id)?.keys[0] ?? "";
  const label = t(`console.files.do_${id}`);
  return (
    <Tooltip label={`${label} (${shownKeys(keys, named)})`} openDelay={300}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled}
        onClick={onClick}
      >
        <Icon size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
