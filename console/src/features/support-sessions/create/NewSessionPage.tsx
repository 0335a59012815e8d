import { Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../foundation/api/me.ts";
import { newestSessionOf } from "../../../foundation/api/support-sessions.ts";
import { CustomerStep } from "./CustomerStep.tsx";
import { PasswordStep } from "./PasswordStep.tsx";
import { type CustomerDetails, noDetails } from "./customer-details.ts";

/** *New session* in two short steps; then the session page follows. */
export function NewSessionPage() {
  const { t } = useTranslation();
  const { company, technician } = useMe();
  const navigate = useNavigate();
  const newest = useQuery(newestSessionOf(technician.id));
  const lastLanguage = newest.data?.customer_language;
  const [told, setTold] = useState<CustomerDetails>();
  const details = told ?? noDetails(lastLanguage ?? company.language);
  const [step, setStep] = useState<1 | 2>(1);
  if (newest.isPending) return null; // the language field begins with what it brings; an error brings the company's
  return (
    <Paper withBorder shadow="sm" p={{ base: "lg", sm: "xl" }} maw={600} mx="auto">
      <Stack gap="lg">
        <div>
          <Text size="sm" className="quiet">
            {t("console.create.step", { step, of: 2 })}
          </Text>
          <Title order={1} fz={26}>
            {t(step === 1 ? "console.create.customer_title" : "console.create.password_title")}
          </Title>
        </div>
        {step === 1 ? (
          <CustomerStep
            details={details}
            lastLanguage={lastLanguage}
            onDone={(details) => {
              setTold(details);
              setStep(2);
            }}
            onCancel={() => void navigate({ to: "/" })}
          />
        ) : (
          <PasswordStep
            details={details}
            onBack={() => setStep(1)}
            onPrepared={(id) => void navigate({ to: "/sessions/$id", params: { id }, replace: true })}
          />
        )}
      </Stack>
    </Paper>
  );
}
