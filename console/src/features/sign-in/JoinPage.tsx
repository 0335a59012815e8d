import { Button, Skeleton, Stack } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { meQuery } from "../../foundation/api/me.ts";
import { request } from "../../foundation/api/request.ts";
import type { InvitedTo } from "../../foundation/api/types.ts";
import { EntrancePage } from "../../foundation/design/EntrancePage.tsx";
import { TextLink } from "../../foundation/design/links.tsx";
import { NewPasswordField } from "../../foundation/design/NewPasswordField.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { presentLanguage } from "../../foundation/texts/texts.ts";
import { NameField } from "../../foundation/design/fields.tsx";

/** What an invitation opens: a name, a password, and in. */
export function JoinPage() {
  const { t } = useTranslation();
  const { token } = useParams({ from: "/join/$token" });
  const invited = useQuery({
    queryKey: ["joining", token],
    queryFn: ({ signal }) => request<InvitedTo>("GET", `/api/joining/${encodeURIComponent(token)}`, { signal }),
    retry: false,
    staleTime: Infinity,
  });
  if (invited.isPending) {
    return (
      <EntrancePage title="Daypass">
        <Skeleton height={240} aria-busy />
      </EntrancePage>
    );
  }
  if (invited.isError) {
    return (
      <EntrancePage title={t("console.join.over_title")} intro={t("console.join.over")}>
        <TextLink className="standing-link" to="/sign-in">
          {t("console.reset.to_sign_in")}
        </TextLink>
      </EntrancePage>
    );
  }
  const { company, inviter, email } = invited.data;
  return (
    <EntrancePage
      title={t("console.join.title", { company })}
      intro={t(inviter ? "console.join.intro" : "console.join.intro_operator", { inviter, email })}
    >
      <JoinForm token={token} invited={invited.data} />
    </EntrancePage>
  );
}

function JoinForm({ token, invited }: { token: string; invited: InvitedTo }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const join = useMutation({
    mutationFn: (asked: { name: string; password: string }) =>
      request<undefined>("POST", `/api/joining/${encodeURIComponent(token)}`, {
        body: { ...asked, language: presentLanguage() },
      }),
    onSuccess: async () => {
      await queries.resetQueries({ queryKey: meQuery.queryKey });
      await navigate({ to: "/", replace: true });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const fields = new FormData(event.currentTarget);
        join.mutate({ name: String(fields.get("name")), password: String(fields.get("password")) });
      }}
    >
      <Stack gap="md">
        {join.isError && <ProblemPanel problem={join.error} />}
        <input type="hidden" name="email" autoComplete="username" value={invited.email} />
        <NameField
          required
          autoComplete="name"
          autoFocus
          defaultValue={invited.name}
          label={t("console.join.name")}
          description={t("console.join.name_hint")}
        />
        <NewPasswordField name="password" label={t("console.sign_in.password")} />
        <Button type="submit" size="md" loading={join.isPending}>
          {t("console.join.action")}
        </Button>
      </Stack>
    </form>
  );
}
