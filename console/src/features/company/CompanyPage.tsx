import { Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { PageTitle } from "../../foundation/design/PageTitle.tsx";
import { companyQuery } from "../../foundation/api/company.ts";
import { useMay } from "../../foundation/api/me.ts";
import { ButtonLink } from "../../foundation/design/links.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import "./company.css";
import { CompanyForm } from "./CompanyForm.tsx";
import { HoldingSwitch } from "./HoldingSwitch.tsx";
import { LogoField } from "./LogoField.tsx";
import { LimitsForm } from "./LimitsForm.tsx";
import { SubscriptionPanel } from "./SubscriptionPanel.tsx";

/** What customers see of the company, its limits, and the subscription it has. */
export function CompanyPage() {
  const { t } = useTranslation();
  const company = useQuery(companyQuery);
  const mayChange = useMay("company:write");
  const mayWebhooks = useMay("webhooks:write");
  return (
    <Stack gap="xl">
      <div>
        <PageTitle>{t("console.company.title")}</PageTitle>
        {!mayChange && <Text className="quiet">{t("console.company.read_only")}</Text>}
      </div>
      {company.isPending && (
        <Stack gap="md" role="status" aria-busy aria-label={t("console.common.loading")}>
          <Skeleton height={380} />
          <Skeleton height={180} />
        </Stack>
      )}
      {company.isError && !company.data && (
        <ProblemPanel problem={company.error} onRetry={() => void company.refetch()} />
      )}
      {company.data && (
        <>
          <Paper withBorder p={{ base: "lg", sm: "xl" }} component="section" aria-labelledby="company-seen">
            <Title order={2} fz={20} id="company-seen" mb="md">
              {t("console.company.seen")}
            </Title>
            <Stack gap="xl">
              <LogoField company={company.data} mayChange={mayChange} />
              <CompanyForm company={company.data} mayChange={mayChange} />
            </Stack>
          </Paper>
          <Paper withBorder p={{ base: "lg", sm: "xl" }} component="section" aria-labelledby="company-limits">
            <Title order={2} fz={20} id="company-limits">
              {t("console.company.limits")}
            </Title>
            <Text className="quiet" mb="md">
              {t("console.company.limits_explain")}
            </Text>
            <LimitsForm limits={company.data.limits} mayChange={mayChange} />
          </Paper>
          <Paper withBorder p={{ base: "lg", sm: "xl" }} component="section" aria-labelledby="company-holding">
            <Title order={2} fz={20} id="company-holding" mb="md">
              {t("console.company.holding")}
            </Title>
            <HoldingSwitch mayHold={company.data.may_hold} mayChange={mayChange} />
          </Paper>
          <SubscriptionPanel subscription={company.data.subscription} />
          {mayWebhooks && (
            <Paper withBorder p={{ base: "lg", sm: "xl" }} component="section" aria-labelledby="company-webhooks">
              <Title order={2} fz={20} id="company-webhooks">
                {t("console.webhooks.title")}
              </Title>
              <Text className="quiet" mb="md">
                {t("console.webhooks.intro")}
              </Text>
              <ButtonLink to="/company/webhooks" variant="default">
                {t("console.webhooks.open")}
              </ButtonLink>
            </Paper>
          )}
        </>
      )}
    </Stack>
  );
}
