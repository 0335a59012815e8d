import { Button, Group, NativeSelect, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../design/Dialog.tsx";
import { useMe } from "../api/me.ts";
import { colleaguesQuery, everySessionList, handOver, landAnswer, sessionQuery } from "../api/support-sessions.ts";
import type { SupportSession } from "../api/types.ts";
import { ProblemPanel } from "../design/ProblemPanel.tsx";

/** *Hand over*: who goes on with this session, and what follows for the customer and for oneself. */
export function HandOverButton({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  const [asking, ask] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={ask.open} leftSection={<IconArrowsExchange size={18} aria-hidden />}>
        {t("console.hand_over.action")}
      </Button>
      <Dialog opened={asking} onClose={ask.close} title={t("console.hand_over.title")}>
        {asking && <HandOverForm session={session} onClose={ask.close} />}
      </Dialog>
    </>
  );
}

function HandOverForm({ session, onClose }: { session: SupportSession; onClose: () => void }) {
  const { t } = useTranslation();
  const colleagues = useQuery(colleaguesQuery);
  const give = useHandingOver(session, onClose);
  const [chosen, choose] = useState("");
  const others = (colleagues.data ?? []).filter(
    (member) => member.disabled_at === null && member.id !== session.technician.id,
  );
  if (colleagues.isPending)
    return <Skeleton height={180} role="status" aria-busy aria-label={t("console.common.loading")} />;
  if (colleagues.isError) return <ProblemPanel problem={colleagues.error} onRetry={() => void colleagues.refetch()} />;
  if (others.length === 0) return <NobodyElse onClose={onClose} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate(chosen || (others[0]?.id ?? ""));
      }}
    >
      <Stack gap="md">
        <NativeSelect
          size="md"
          data-autofocus
          label={t("console.hand_over.to")}
          value={chosen || (others[0]?.id ?? "")}
          onChange={(event) => choose(event.currentTarget.value)}
          data={others.map((member) => ({ value: member.id, label: member.name }))}
        />
        <Text>
          {t(session.state === "active" ? "console.hand_over.explains_active" : "console.hand_over.explains")}
        </Text>
        {give.isError && <ProblemPanel problem={give.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("console.common.cancel")}
          </Button>
          <Button type="submit" loading={give.isPending}>
            {t("console.hand_over.action")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** No dead end: whoever may invite goes there from here. */
function NobodyElse({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Stack gap="md">
      <Text>{t("console.hand_over.nobody")}</Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t("console.common.close")}
        </Button>
        {me.technician.role !== "technician" && (
          <Button component={Link} to="/team">
            {t("console.hand_over.invite")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

/** Afterwards whoever may not see it any more is back at the list. */
function useHandingOver(session: SupportSession, onDone: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const me = useMe();
  return useMutation({
    mutationFn: (technicianId: string) => handOver(session.id, technicianId),
    onSuccess: async (given) => {
      onDone();
      if (me.technician.role === "technician") {
        await navigate({ to: "/" });
        queries.removeQueries({ queryKey: sessionQuery(given.id).queryKey });
      } else {
        landAnswer(queries, given);
      }
      await queries.invalidateQueries(everySessionList);
    },
  });
}
