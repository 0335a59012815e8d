import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useOnePress } from "../browser/one-press.ts";
import { Dialog } from "./Dialog.tsx";
import { ProblemPanel } from "./ProblemPanel.tsx";

interface Props {
  title: string;
  explains: ReactNode;
  /** What the button says that does it. */
  action: string;
  onAction: () => Promise<unknown>;
  onClose: () => void;
}

/** One question that says what follows, before something that cannot be taken back. Closes itself once it is done. */
export function QuestionDialog({ title, explains, action, onAction, onClose }: Props) {
  const { t } = useTranslation();
  const press = useOnePress();
  const work = useMutation({ mutationFn: onAction, onSuccess: onClose });
  return (
    <Dialog onClose={onClose} title={title}>
      <Stack gap="md">
        <Text>{explains}</Text>
        {work.isError && <ProblemPanel problem={work.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("console.common.cancel")}
          </Button>
          <Button color="red" loading={work.isPending} onClick={() => press.take(() => work.mutateAsync())}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
