import { Button, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { meQuery } from "../../foundation/api/me.ts";
import { Problem } from "../../foundation/api/problem.ts";
import { request } from "../../foundation/api/request.ts";
import { EntrancePage } from "../../foundation/design/EntrancePage.tsx";
import { TextLink } from "../../foundation/design/links.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";

/** What the link in the mail to a new address opens. A press confirms it: mail filters open links too. */
export function NewAddressPage() {
  const { t } = useTranslation();
  const { token } = useParams({ from: "/new-address/$token" });
  const queries = useQueryClient();
  const confirm = useMutation({
    mutationFn: () => request<undefined>("POST", `/api/email-change/${encodeURIComponent(token)}`),
    onSuccess: () => queries.removeQueries({ queryKey: meQuery.queryKey }),
  });
  const over = confirm.error instanceof Problem && confirm.error.status === 404;
  if (confirm.isSuccess || over) {
    return (
      <EntrancePage title={t(over ? "console.reset.over_title" : "console.join.email_title")}>
        <Text role="status">{t(over ? "console.join.email_over" : "console.join.email_done")}</Text>
        <TextLink className="standing-link" to="/">
          {t("console.lost.back")}
        </TextLink>
      </EntrancePage>
    );
  }
  return (
    <EntrancePage title={t("console.join.email_title")} intro={t("console.join.email_intro")}>
      <Stack gap="md">
        {confirm.isError && <ProblemPanel problem={confirm.error} />}
        <Button size="md" loading={confirm.isPending} onClick={() => confirm.mutate()}>
          {t("console.join.email_action")}
        </Button>
      </Stack>
    </EntrancePage>
  );
}
