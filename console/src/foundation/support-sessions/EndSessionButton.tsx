import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog } from "../design/Dialog.tsx";
import { endSession, everySessionList, landAnswer } from "../api/support-sessions.ts";
import type { SupportSession } from "../api/types.ts";
import { ProblemPanel } from "../design/ProblemPanel.tsx";
import { customerOf } from "./naming.ts";

/** *End session now*, after one question that says what follows. */
export function EndSessionButton({ session, quiet = false }: { session: SupportSession; quiet?: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asking, ask] = useDisclosure(false);
  const end = useMutation({
    mutationFn: () => endSession(session.id),
    onSuccess: async (ended) => {
      landAnswer(queries, ended);
      await queries.invalidateQueries(everySessionList);
      ask.close();
    },
  });
  const active = session.state === "active";
  return (
    <>
      <Button variant={quiet ? "subtle" : "light"} color="red" onClick={ask.open}>
        {t(active ? "console.session.end_now" : "console.session.cancel")}
      </Button>
      <Dialog
        opened={asking}
        onClose={ask.close}
        title={t(active ? "console.session.end_question" : "console.session.cancel_question", {
          customer: customerOf(session) || t("console.session.no_customer"),
        })}
      >
        <Stack gap="md">
          <Text>{t(active ? "console.session.end_explains" : "console.session.cancel_explains")}</Text>
          {end.isError && <ProblemPanel problem={end.error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={ask.close} data-autofocus>
              {t("console.session.keep")}
            </Button>
            <Button color="red" loading={end.isPending} onClick={() => end.mutate()}>
              {t(active ? "console.session.end_now" : "console.session.cancel")}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
