import { Button, Skeleton, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { TextLink } from "../../foundation/design/links.tsx";
import { meQuery } from "../../foundation/api/me.ts";
import { request } from "../../foundation/api/request.ts";
import { EmailField, NameField } from "../../foundation/design/fields.tsx";
import { EntrancePage } from "../../foundation/design/EntrancePage.tsx";
import { NewPasswordField } from "../../foundation/design/NewPasswordField.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { presentLanguage } from "../../foundation/texts/texts.ts";

/** The first page of a new server: the one-time link makes the company and its owner. */
export function SetupPage() {
  const { t } = useTranslation();
  const { token } = useParams({ from: "/setup/$token" });
  const link = useQuery({
    queryKey: ["setup", token],
    queryFn: async ({ signal }) => {
      await request<undefined>("GET", `/api/setup/${encodeURIComponent(token)}`, { signal });
      return true;
    },
    retry: false,
  });
  if (link.isPending) {
    return (
      <EntrancePage title={t("console.setup.title")}>
        <Skeleton height={300} aria-busy />
      </EntrancePage>
    );
  }
  if (link.isError) {
    return (
      <EntrancePage title={t("console.setup.link_over_title")} intro={t("console.setup.link_over_why")}>
        <TextLink className="standing-link" to="/sign-in">
          {t("console.setup.to_sign_in")}
        </TextLink>
      </EntrancePage>
    );
  }
  return (
    <EntrancePage title={t("console.setup.title")} intro={t("console.setup.intro")}>
      <OwnerForm token={token} />
    </EntrancePage>
  );
}

function OwnerForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const setUp = useMutation({
    mutationFn: (asked: Record<string, string>) =>
      request<undefined>("POST", `/api/setup/${encodeURIComponent(token)}`, { body: asked }),
    onSuccess: async () => {
      await queries.resetQueries({ queryKey: meQuery.queryKey });
      await navigate({ to: "/", replace: true });
    },
  });
  const submit = (form: HTMLFormElement) => {
    const fields = new FormData(form);
    setUp.mutate({
      company_name: String(fields.get("company")),
      name: String(fields.get("name")),
      email: String(fields.get("email")),
      password: String(fields.get("password")),
      language: presentLanguage(),
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      <Stack gap="md">
        {setUp.isError && <ProblemPanel problem={setUp.error} />}
        <TextInput
          name="company"
          size="md"
          required
          maxLength={80}
          autoComplete="organization"
          autoFocus
          label={t("console.setup.company")}
          description={t("console.setup.company_hint")}
        />
        <NameField
          required
          autoComplete="name"
          label={t("console.setup.name")}
          description={t("console.setup.name_hint")}
        />
        <EmailField required autoComplete="username" label={t("console.sign_in.email")} />
        <NewPasswordField name="password" label={t("console.sign_in.password")} />
        <Button type="submit" size="md" loading={setUp.isPending}>
          {t("console.setup.action")}
        </Button>
      </Stack>
    </form>
  );
}
