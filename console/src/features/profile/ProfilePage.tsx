import { Alert, Stack } from "@mantine/core";
import { IconShieldLock } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { PageTitle } from "../../foundation/design/PageTitle.tsx";
import { lacksSecondFactor, useMe } from "../../foundation/api/me.ts";
import { AboutYou } from "./AboutYou.tsx";
import { EmailAndPassword } from "./EmailAndPassword.tsx";
import { SecondFactorSection } from "./SecondFactorSection.tsx";
import { SignedInBrowsers } from "./SignedInBrowsers.tsx";
import { SignInHistory } from "./SignInHistory.tsx";

/** Everything about oneself, on one page. While the company waits for a second factor, that comes first. */
export function ProfilePage() {
  const { t } = useTranslation();
  const first = lacksSecondFactor(useMe());
  return (
    <Stack gap="xl">
      <PageTitle>{t("console.profile.title")}</PageTitle>
      {first && (
        <Alert color="yellow" variant="light" role="status" icon={<IconShieldLock aria-hidden />}>
          {t("console.profile.must_add")}
        </Alert>
      )}
      {first && <SecondFactorSection />}
      <AboutYou />
      <EmailAndPassword />
      {!first && <SecondFactorSection />}
      <SignedInBrowsers />
      <SignInHistory />
    </Stack>
  );
}
