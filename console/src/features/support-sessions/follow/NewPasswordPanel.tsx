import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconArrowRight, IconCheck, IconCircle } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../foundation/api/me.ts";
import { landAnswer, withdrawNewPassword } from "../../../foundation/api/support-sessions.ts";
import type { NewPasswordRequest, SupportSession } from "../../../foundation/api/types.ts";
import { ProblemPanel } from "../../../foundation/design/ProblemPanel.tsx";
import { clockTime, useNow } from "../../../foundation/texts/times.ts";
import { newPasswordSteps } from "../pairing/new-password.ts";
import { type PairingState, usePairing } from "../pairing/use-pairing.ts";
import { useRequestUnderWay } from "../pairing/use-request.ts";
import { useBeep, useScreenAwake } from "./attention.ts";
import { CodePanel } from "./CodePanel.tsx";
import { ReadAloud } from "./ReadAloud.tsx";
import { isAtCodeWindow } from "./steps.ts";

const ICONS = { done: IconCheck, now: IconArrowRight, later: IconCircle };

/** A new session password under way: what the PC shows, the code to read out, the way to give up. */
export function NewPasswordPanel({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  const me = useMe();
  const asked = useRequestUnderWay(session);
  const mine = asked?.technician.id === me.technician.id;
  const pairing = usePairing(session, { address: me.server.address, codeDigits: me.server.code_digits }, mine);
  const atCode = asked !== null && isAtCodeWindow(session);
  useScreenAwake(asked !== null && mine);
  useBeep(atCode && mine);
  if (!asked) return null;
  const elsewhere = !mine || pairing.at === "not_here" || (pairing.at === "here" && pairing.view.line === "replaced");
  return (
    <Paper withBorder shadow="sm" p={{ base: "lg", sm: "xl" }} component="section" aria-labelledby="new-password">
      <Stack gap="md">
        <Title order={2} fz={18} id="new-password">
          {t("console.new_password.title")}
        </Title>
        {elsewhere ? (
          <Text>{t("console.new_password.other_browser", { technician: asked.technician.name })}</Text>
        ) : (
          atCode && (
            <>
              <ReadAloud session={session} situation="new_password" />
              <CodePanel pairing={pairing} />
            </>
          )
        )}
        {asked.stage === "nobody" && <Text role="status">{t("console.new_password.nobody")}</Text>}
        <Steps asked={asked} pairing={pairing} />
        <Foot session={session} asked={asked} />
      </Stack>
    </Paper>
  );
}

function Steps({ asked, pairing }: { asked: NewPasswordRequest; pairing: PairingState }) {
  const { t } = useTranslation();
  const typed = pairing.at === "here" && pairing.view.phase === "paired";
  return (
    <ol className="steps" role="status" aria-live="polite">
      {newPasswordSteps(asked, typed).map(({ id, state }) => {
        const Icon = ICONS[state];
        return (
          <li key={id} className={`step step-${state}`} aria-current={state === "now" ? "step" : undefined}>
            <span className="step-mark">
              <Icon size={16} stroke={2.5} aria-hidden />
            </span>
            <span>
              {t(`console.new_password.${id}_${state}`)}
              <span className="visually-hidden"> ({t(`console.steps.state_${state}`)})</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Foot({ session, asked }: { session: SupportSession; asked: NewPasswordRequest }) {
  const { t, i18n } = useTranslation();
  const now = useNow(30_000);
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => withdrawNewPassword(session.id),
    onSuccess: (withdrawn) => landAnswer(queries, withdrawn),
  });
  return (
    <>
      {withdraw.isError && <ProblemPanel problem={withdraw.error} />}
      <Group justify="space-between" gap="sm">
        <Text size="sm" className="quiet">
          {t("console.new_password.until", { time: clockTime(asked.expires_at, now, i18n.language) })}
        </Text>
        <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
          {t("console.new_password.withdraw")}
        </Button>
      </Group>
    </>
  );
}
