import { Button, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { request } from "../../foundation/api/request.ts";
import { EntrancePage } from "../../foundation/design/EntrancePage.tsx";
import { TextLink } from "../../foundation/design/links.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { WhoAsks } from "./WhoAsks.tsx";

/** Asks for a link to choose a new password; the answer is the same for every address. */
export function ForgotPage() {
  const { t } = useTranslation();
  const ask = useMutation({
    mutationFn: (email: string) => request<undefined>("POST", "/api/password-reset", { body: { email } }),
  });
  if (ask.isSuccess) {
    return (
      <EntrancePage title={t("console.reset.sent_title")}>
        <Text role="status">{t("console.reset.sent")}</Text>
        <TextLink className="standing-link" to="/sign-in">
          {t("console.reset.to_sign_in")}
        </TextLink>
      </EntrancePage>
    );
  }
  return (
    <EntrancePage title={t("console.reset.title")} intro={t("console.reset.intro")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate(String(new FormData(event.currentTarget).get("email")));
        }}
      >
        <Stack gap="md">
          {ask.isError && <ProblemPanel problem={ask.error} />}
          <WhoAsks />
          <Button type="submit" size="md" loading={ask.isPending}>
            {t("console.reset.action")}
          </Button>
          <TextLink className="standing-link" to="/sign-in">
            {t("console.reset.to_sign_in")}
          </TextLink>
        </Stack>
      </form>
    </EntrancePage>
  );
}
