import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";

interface Props {
  label: string;
  /** Says what follows. */
  question: string;
  run: () => Promise<void>;
  danger?: boolean;
}

/** A button that asks once before it acts. */
export function AskedButton({ label, question, run, danger = false }: Props) {
  const { t } = useTranslation();
  const [asking, ask] = useDisclosure(false);
  const act = useMutation({ mutationFn: run, onSuccess: ask.close });
  return (
    <>
      <Button variant={danger ? "light" : "default"} {...(danger ? { color: "red" } : {})} onClick={ask.open}>
        {label}
      </Button>
      <Dialog opened={asking} onClose={ask.close} title={label}>
        <Stack gap="md">
          <Text>{question}</Text>
          {act.isError && <ProblemPanel problem={act.error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={ask.close} data-autofocus>
              {t("console.common.cancel")}
            </Button>
            <Button {...(danger ? { color: "red" } : {})} loading={act.isPending} onClick={() => act.mutate()}>
              {label}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
