import { Paper, Title } from "@mantine/core";
import { IconArrowRight, IconCheck, IconCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { mailQuery } from "../../../foundation/api/support-sessions.ts";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { clockTime, useNow } from "../../../foundation/texts/times.ts";
import { hasCome, mailWaits, type Step, type StepId, stepsOf } from "./steps.ts";

const ICONS = { done: IconCheck, now: IconArrowRight, later: IconCircle };

/** The steps from mail to active, with the one that waits marked; changes are read out politely. */
export function StepList({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  const asked = session.customer_email !== "" && !hasCome(session);
  const mail = useQuery({ ...mailQuery(session.id), enabled: asked }).data;
  const steps = stepsOf(session, mail?.state !== "kept" && mail?.state !== "refused");
  return (
    <Paper withBorder p={{ base: "lg", sm: "xl" }} component="section" aria-labelledby="steps">
      <Title order={2} fz={18} mb="sm" id="steps">
        {t("console.steps.title")}
      </Title>
      <ol className="steps">
        {steps.map((step) => (
          <StepLine key={step.id} step={step} session={session} waits={step.id === "mail" && mailWaits(mail)} />
        ))}
      </ol>
      <NewestStep steps={steps} />
    </Paper>
  );
}

function StepLine({ step, session, waits }: { step: Step; session: SupportSession; waits: boolean }) {
  const { t, i18n } = useTranslation();
  const now = useNow(60_000);
  const Icon = ICONS[step.state];
  const trouble = waits && step.state === "now";
  const windows = step.id === "visited" && step.state === "done" ? session.system?.["edition"] : undefined;
  return (
    <li className={`step step-${step.state}`} aria-current={step.state === "now" ? "step" : undefined}>
      <span className="step-mark">
        <Icon size={16} stroke={2.5} aria-hidden />
      </span>
      <span>
        {trouble ? t("console.steps.mail_waits") : t(`console.steps.${step.id}_${step.state}`)}
        {windows && ` · ${windows}`}
        <span className="visually-hidden"> ({t(`console.steps.state_${step.state}`)})</span>
      </span>
      {step.at !== null && <time className="quiet figures">{clockTime(step.at, now, i18n.language)}</time>}
      {step.state === "now" && (
        <span className="quiet step-usual">
          {trouble ? t("console.steps.mail_waits_usual") : t(`console.steps.${step.id}_usual`)}
        </span>
      )}
    </li>
  );
}

/** The one polite live region: says the step that was reached since the page was opened. */
function NewestStep({ steps }: { steps: Step[] }) {
  const { t } = useTranslation();
  const reached = steps.findLast((step) => step.state === "done")?.id;
  const first = useRef(reached);
  const [said, say] = useState<StepId>();
  useEffect(() => {
    if (reached === undefined || reached === first.current) return;
    first.current = reached;
    say(reached);
  }, [reached]);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {said && t(`console.steps.${said}_done`)}
    </div>
  );
}
