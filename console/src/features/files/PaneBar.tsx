/** Over a pane's list: the ways back and up, what is done most, the filter, and the menu of everything. */
import { ActionIcon, Button, TextInput, Tooltip } from "@mantine/core";
import {
  IconArrowBarToLeft,
  IconArrowBarToRight,
  IconArrowLeft,
  IconArrowRight,
  IconArrowsExchange,
  IconArrowUp,
  IconDots,
  IconDownload,
  IconEye,
  IconEyeOff,
  IconFilter,
  IconFolderPlus,
  IconRefresh,
  IconTrash,
  IconTrashX,
  IconUpload,
  type TablerIcon,
} from "@tabler/icons-react";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { useWatched } from "../../foundation/watching/use-watched.ts";
import { type CommandId, type Deed, type Deeds, keysOf, shownKeys } from "./commands.ts";
import { CommandsMenu } from "./CommandsMenu.tsx";
import type { Pane } from "./pane.ts";

/** In their order; each where it exists. */
const BUTTONS: readonly (readonly [CommandId, TablerIcon])[] = [
  ["back", IconArrowLeft],
  ["forward", IconArrowRight],
  ["up", IconArrowUp],
  ["refresh", IconRefresh],
  ["send", IconArrowBarToRight],
  ["fetch", IconArrowBarToLeft],
  ["synchronise", IconArrowsExchange],
  ["upload", IconUpload],
  ["download", IconDownload],
  ["new_folder", IconFolderPlus],
  ["delete", IconTrash],
  ["delete_for_good", IconTrashX],
];

interface Props {
  readonly pane: Pane;
  readonly filter: RefObject<HTMLInputElement | null>;
  readonly deeds: Deeds;
  readonly onGone: () => void;
}

export function PaneBar({ pane, filter, deeds, onGone }: Props) {
  const { t } = useTranslation();
  const { sieve } = useWatched(pane);
  const button = (id: CommandId, icon: TablerIcon, pressed?: boolean) => {
    const deed = deeds[id];
    return deed && <CommandButton key={id} id={id} icon={icon} deed={deed} pressed={pressed} />;
  };
  return (
    <div className="files-bar" role="toolbar" aria-label={t("console.files.bar")}>
      {BUTTONS.filter(([id]) => id !== "delete_for_good" || !deeds.delete).map(([id, icon]) => button(id, icon))}
      {button("hidden", sieve.hidden ? IconEye : IconEyeOff, sieve.hidden)}
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
      <CommandsMenu deeds={deeds}>
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
  readonly deed: Deed;
  readonly pressed: boolean | undefined;
}

function CommandButton({ id, icon: Icon, deed, pressed }: ButtonProps) {
  const { t } = useTranslation();
  const named = (key: string) => t(`console.files.key_${key}`, { defaultValue: key });
  const label = t(`console.files.do_${id}`);
  return (
    <Tooltip label={`${label} (${shownKeys(keysOf(id), named)})`} openDelay={300}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={label}
        aria-pressed={pressed}
        disabled={!deed.can}
        onClick={() => deed.run()}
      >
        <Icon size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
