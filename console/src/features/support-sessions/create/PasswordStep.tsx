import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../foundation/api/me.ts";
import { asProblem } from "../../../foundation/api/problem.ts";
import { everySessionList, prepareSession, landAnswer } from "../../../foundation/api/support-sessions.ts";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { ProblemPanel } from "../../../foundation/design/ProblemPanel.tsx";
import { PasswordForm, useChosenPassword } from "../PasswordForm.tsx";
import { beginPairing } from "../pairing/begin-pairing.ts";
import type { CustomerDetails } from "./customer-details.ts";
import { keyFor } from "./draft.ts";
import { inTheWay } from "./in-the-way.ts";

interface Props {
  details: CustomerDetails;
  onBack: () => void;
  onPrepared: (id: string) => void;
}

/** Second step: the password, shown once; then the session is prepared. */
export function PasswordStep({ details, onBack, onPrepared }: Props) {
  const { t } = useTranslation();
  const sends = useMe().server.sends_mail && details.customer_email !== "";
  const chosen = useChosenPassword();
  const prepare = usePreparation(details, onPrepared);
  return (
    <PasswordForm
      chosen={chosen}
      explains={t("console.create.password_explains")}
      keepIt={t("console.create.password_once")}
      onPassword={(password) => prepare.mutate({ password })}
    >
      {prepare.isError && (
        <Refused
          problem={prepare.error}
          busy={prepare.isPending}
          onEndThatOne={(endFirst) => chosen.whenUsable((password) => prepare.mutate({ password, endFirst }))}
        />
      )}
      <Group justify="flex-end" gap="sm" mt="sm">
        <Button variant="default" size="md" onClick={onBack}>
          {t("console.create.back")}
        </Button>
        <Button type="submit" size="md" loading={prepare.isPending}>
          {t(sends ? "console.create.send_and_prepare" : "console.create.prepare")}
        </Button>
      </Group>
    </PasswordForm>
  );
}

/** Prepares the session on the server, and keeps in this browser what pairing needs. */
function usePreparation(details: CustomerDetails, onPrepared: (id: string) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ password, endFirst }: { password: string; endFirst?: string }) => {
      const asked = { ...details, ...(endFirst === undefined ? {} : { end_first: endFirst }) };
      return beginPairing(password, () => prepareSession(asked, keyFor(details, endFirst)));
    },
    onSuccess: (session: SupportSession) => {
      landAnswer(queries, session);
      void queries.invalidateQueries(everySessionList);
      onPrepared(session.id);
    },
  });
}

interface RefusedProps {
  problem: unknown;
  onEndThatOne: (id: string) => void;
  busy: boolean;
}

/** A refusal; where a session is in the way it is named, and one press ends it and starts this one. */
function Refused({ problem, onEndThatOne, busy }: RefusedProps) {
  const { t } = useTranslation();
  const other = inTheWay(asProblem(problem));
  return (
    <ProblemPanel problem={problem}>
      {other && (
        <Stack gap="xs">
          <Text fw={600}>
            {t("console.create.in_the_way", { customer: other.name || t("console.session.no_customer") })}
          </Text>
          <Button color="red" loading={busy} onClick={() => onEndThatOne(other.id)}>
            {t("console.create.end_that_one")}
          </Button>
        </Stack>
      )}
    </ProblemPanel>
  );
}
