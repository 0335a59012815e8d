import { Button, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { request } from "../../foundation/api/request.ts";
import { EntrancePage } from "../../foundation/design/EntrancePage.tsx";
import { TextLink } from "../../foundation/design/links.tsx";
import { NewPasswordField } from "../../foundation/design/NewPasswordField.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";

/** What the link in the mail opens: choosing a new password, once. */
export function NewPasswordPage() {
  const { t } = useTranslation();
  const { token } = useParams({ from: "/new-password/$token" });
  const address = `/api/password-reset/${encodeURIComponent(token)}`;
  const choose = useMutation({
    mutationFn: (password: string) => request<undefined>("POST", address, { body: { password } }),
  });
  const link = useQuery({
    queryKey: ["password-reset", token],
    queryFn: async ({ signal }) => (await request<undefined>("GET", address, { signal })) ?? true,
    retry: false,
    enabled: !choose.isSuccess,
  });
  if (choose.isSuccess) {
    return (
      <EntrancePage title={t("console.reset.done_title")}>
        <Text role="status">{t("console.reset.done")}</Text>
        <TextLink className="standing-link" to="/sign-in">
          {t("console.reset.to_sign_in")}
        </TextLink>
      </EntrancePage>
    );
  }
  if (link.isPending) {
    return (
      <EntrancePage title={t("console.reset.title")}>
        <Skeleton height={160} aria-busy />
      </EntrancePage>
    );
  }
  if (link.isError) {
    return (
      <EntrancePage title={t("console.reset.over_title")} intro={t("console.reset.over")}>
        <TextLink className="standing-link" to="/forgot">
          {t("console.reset.again")}
        </TextLink>
      </EntrancePage>
    );
  }
  return (
    <EntrancePage title={t("console.reset.title")} intro={t("console.reset.choose_intro")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          choose.mutate(String(new FormData(event.currentTarget).get("password")));
        }}
      >
        <Stack gap="md">
          {choose.isError && <ProblemPanel problem={choose.error} />}
          <NewPasswordField name="password" label={t("console.profile.password_new")} />
          <Button type="submit" size="md" loading={choose.isPending}>
            {t("console.reset.choose")}
          </Button>
        </Stack>
      </form>
    </EntrancePage>
  );
}
