import { Paper, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../foundation/api/me.ts";
import { newestSessionOf } from "../../../foundation/api/support-sessions.ts";
import { PageTitle } from "../../../foundation/design/PageTitle.tsx";
import { CustomerStep } from "./CustomerStep.tsx";
import { type CustomerDetails, noDetails } from "./customer-details.ts";
import { forgetDraft, keepDetails, keptDraft } from "./draft.ts";
import { PasswordStep } from "./PasswordStep.tsx";

/** *New session* in two short steps; then the session page follows. What was typed survives a page that was dropped. */
export function NewSessionPage() {
  const { t } = useTranslation();
  const { company, technician } = useMe();
  const navigate = useNavigate();
  const newest = useQuery(newestSessionOf(technician.id));
  const lastLanguage = newest.data?.customer_language;
  const [told, setTold] = useState<CustomerDetails | undefined>(() => keptDraft()?.details);
  const details = told ?? noDetails(lastLanguage ?? company.language);
  const [step, setStep] = useState<1 | 2>(1);
  const [moved, setMoved] = useState(false);
  const goTo = (next: 1 | 2) => {
    setStep(next);
    setMoved(true);
  };
  // The language field begins with what the newest session brings; an error brings the company's.
  const ready = told !== undefined || !newest.isPending;
  return (
    <Paper withBorder shadow="sm" p={{ base: "lg", sm: "xl" }} maw={600} mx="auto">
      <Stack gap="lg">
        <div>
          <Text size="sm" className="quiet">
            {t("console.create.step", { step, of: 2 })}
          </Text>
          <PageTitle fz={26} key={step} takesFocus={moved}>
            {t(step === 1 ? "console.create.customer_title" : "console.create.password_title")}
          </PageTitle>
        </div>
        {!ready && <Skeleton height={360} role="status" aria-busy aria-label={t("console.common.loading")} />}
        {ready && step === 1 && (
          <CustomerStep
            details={details}
            lastLanguage={lastLanguage}
            onTyped={keepDetails}
            onDone={(details) => {
              keepDetails(details);
              setTold(details);
              goTo(2);
            }}
            onCancel={() => {
              forgetDraft();
              void navigate({ to: "/" });
            }}
          />
        )}
        {step === 2 && (
          <PasswordStep
            details={details}
            onBack={() => goTo(1)}
            onPrepared={(id) => {
              forgetDraft();
              void navigate({ to: "/sessions/$id", params: { id }, replace: true });
            }}
          />
        )}
      </Stack>
    </Paper>
  );
}
