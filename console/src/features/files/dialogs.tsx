/** Small questions of File Manager: a name, a mask, deleting for good, what the keys are. */
import { Button, Group, Kbd, Stack, Table, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../foundation/api/problem.ts";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { nameFault } from "../../protocol/file-names.ts";
import { COMMANDS, GROUPS, shownKeys } from "./commands.ts";
import { FilesProblem } from "./host-jobs.ts";

/** The three sentences of what went wrong with files. */
export function asFilesProblem(cause: unknown): unknown {
  return cause instanceof FilesProblem ? new Problem(409, { code: cause.dp, dp: cause.dp }) : cause;
}

interface NameProps {
  readonly title: string;
  readonly action: string;
  readonly name: string;
  readonly onName: (name: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for a name that may be given; what the PC refuses is said beside the field, and the name stays to be changed. */
export function NameDialog({ title, action, name: before, onName, onClose }: NameProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(before);
  const work = useMutation({ mutationFn: onName, onSuccess: onClose });
  const bad = name !== "" && nameFault(name) !== undefined;
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (name === before && before !== "") onClose();
    else if (name !== "" && !bad) work.mutate(name);
  }
  return (
    <Dialog onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={t("console.files.column_name")}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            onFocus={(event) => {
              // The name without its ending: that is what people change.
              const stem = before.lastIndexOf(".");
              event.currentTarget.setSelectionRange(0, stem > 0 ? stem : before.length);
            }}
            error={bad && `${t("errors.DP-701.happened")} ${t("errors.DP-701.why")}`}
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            maxLength={255}
          />
          {work.isError && <ProblemPanel problem={asFilesProblem(work.error)} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t("console.common.cancel")}
            </Button>
            <Button type="submit" loading={work.isPending} disabled={name === "" || bad}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface MaskProps {
  readonly add: boolean;
  readonly onMask: (masks: string) => void;
  readonly onClose: () => void;
}

export function MaskDialog({ add, onMask, onClose }: MaskProps) {
  const { t } = useTranslation();
  const [masks, setMasks] = useState("*.");
  const title = t(add ? "console.files.do_select_mask" : "console.files.do_unselect_mask");
  return (
    <Dialog onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onMask(masks);
          onClose();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t("console.files.mask")}
            description={t("console.files.mask_hint")}
            value={masks}
            onChange={(event) => setMasks(event.currentTarget.value)}
            // Typing replaces it; End goes on with it.
            onFocus={(event) => event.currentTarget.select()}
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            maxLength={500}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t("console.common.cancel")}
            </Button>
            <Button type="submit">{title}</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

/** Every action with its keys. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const named = (key: string) => t(`console.files.key_${key}`, { defaultValue: key });
  return (
    <Dialog onClose={onClose} title={t("console.files.do_shortcuts")} size="lg">
      <Stack gap="md">
        {GROUPS.map((group) => (
          <Table key={group} className="files-sheet" captionSide="top" verticalSpacing={4}>
            <Table.Caption>{t(`console.files.group_${group}`)}</Table.Caption>
            <Table.Tbody>
              {COMMANDS.filter((command) => command.group === group).map(({ id, keys }) => (
                <Table.Tr key={id}>
                  <Table.Td>{t(`console.files.do_${id}`)}</Table.Td>
                  <Table.Td className="files-keys">
                    {keys.map((one) => (
                      <Kbd key={one}>{shownKeys(one, named)}</Kbd>
                    ))}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        ))}
        <Text size="sm" className="quiet">
          {t("console.files.keys_more")}
        </Text>
      </Stack>
    </Dialog>
  );
}
