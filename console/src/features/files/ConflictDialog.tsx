/** A name is taken: what is there, what comes, and what shall become of them; once or for all that follow. */
import { Button, Checkbox, Group, Kbd, SimpleGrid, Stack, Text } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { readableBytes } from "../../foundation/texts/amounts.ts";
import { dayAndTime } from "../../foundation/texts/times.ts";
import type { FolderEntry, IfThere } from "../../protocol/messages.gen.ts";
import { harmless } from "../../protocol/shown-text.ts";

type Shown = Pick<FolderEntry, "kind" | "size" | "modified_at">;

interface Props {
  readonly name: string;
  readonly folder: string;
  readonly there: Shown;
  readonly coming: Shown;
  readonly onDecide: (choice: IfThere, forAll: boolean) => void;
  readonly onStop: () => void;
}

/** In the order of their keys. */
const CHOICES = ["rename", "skip", "overwrite"] as const;

export function ConflictDialog({ name, folder, there, coming, onDecide, onStop }: Props) {
  const { t } = useTranslation();
  const [forAll, setForAll] = useState(false);
  function key(event: KeyboardEvent): void {
    const choice = CHOICES[Number(event.key) - 1];
    if (choice) onDecide(choice, forAll);
    else if (event.key === "4") setForAll(!forAll);
    else return;
    event.preventDefault();
  }
  return (
    <Dialog
      onClose={onStop}
      title={t("console.files.taken_title", { name: harmless(name) })}
      size="lg"
      closeOnClickOutside={false}
    >
      <Stack gap="md" onKeyDown={key}>
        <Text className="files-text-whole">{harmless(folder)}</Text>
        <SimpleGrid cols={2}>
          <Side title={t("console.files.taken_there")} entry={there} newer={isNewer(there, coming)} />
          <Side title={t("console.files.taken_coming")} entry={coming} newer={isNewer(coming, there)} />
        </SimpleGrid>
        <Checkbox
          radius={4}
          label={<Keyed keys="4">{t("console.files.taken_all")}</Keyed>}
          checked={forAll}
          onChange={(event) => setForAll(event.currentTarget.checked)}
        />
        <Group gap="sm">
          {CHOICES.map((choice, at) => (
            <Button
              key={choice}
              {...(at === 0 ? { "data-autofocus": true } : { variant: "default" })}
              onClick={() => onDecide(choice, forAll)}
            >
              <Keyed keys={String(at + 1)}>{t(`console.files.taken_${choice}`)}</Keyed>
            </Button>
          ))}
          <Button variant="subtle" color="gray" onClick={onStop}>
            <Keyed keys="Esc">{t("console.files.stop")}</Keyed>
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Keyed({ keys, children }: { keys: string; children: ReactNode }) {
  return (
    <span className="files-keyed">
      {children}
      <Kbd aria-hidden>{keys}</Kbd>
    </span>
  );
}

function Side({ title, entry, newer }: { title: string; entry: Shown; newer: boolean }) {
  const { t, i18n } = useTranslation();
  return (
    <div>
      <Text fw={600}>{title}</Text>
      <Text>
        {entry.kind === "folder" ? t("console.files.kind_folder") : readableBytes(entry.size ?? 0, i18n.language)}
      </Text>
      <Text className="quiet">{entry.modified_at ? dayAndTime(entry.modified_at, i18n.language) : ""}</Text>
      {newer && <Text fw={600}>{t("console.files.newer")}</Text>}
    </div>
  );
}

function isNewer(one: Shown, other: Shown): boolean {
  // FAT counts in two seconds.
  return (one.modified_at ?? 0) > (other.modified_at ?? 0) + 2000;
}
