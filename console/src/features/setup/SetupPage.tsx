import { Button, PasswordInput, Skeleton, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TextLink } from "../../foundation/design/links.tsx";
import { meQuery } from "../../foundation/api/me.ts";
import { request } from "../../foundation/api/request.ts";
import { EntrancePage } from "../../foundation/design/EntrancePage.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { presentLanguage } from "../../foundation/texts/texts.ts";

const SHORTEST_PASSWORD = 10;

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
  const [tooShort, setTooShort] = useState(false);
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
    const password = String(fields.get("password"));
    setTooShort(password.length < SHORTEST_PASSWORD);
    if (password.length < SHORTEST_PASSWORD) return;
    setUp.mutate({
      company_name: String(fields.get("company")),
      name: String(fields.get("name")),
      email: String(fields.get("email")),
      password,
      language: presentLanguage(),
    });
  };
  const field = { size: "md", required: true, withAsterisk: false } as const;
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
          {...field}
          name="company"
          maxLength={80}
          autoComplete="organization"
          autoFocus
          label={t("console.setup.company")}
          description={t("console.setup.company_hint")}
        />
        <TextInput
          {...field}
          name="name"
          maxLength={80}
          autoComplete="name"
          label={t("console.setup.name")}
          description={t("console.setup.name_hint")}
        />
        <TextInput
          {...field}
          name="email"
          type="email"
          maxLength={254}
          autoComplete="username"
          label={t("console.sign_in.email")}
        />
        <PasswordInput
          {...field}
          name="password"
          maxLength={256}
          autoComplete="new-password"
          label={t("console.sign_in.password")}
          description={t("console.setup.password_hint", { count: SHORTEST_PASSWORD })}
          error={tooShort && t("console.setup.password_too_short", { count: SHORTEST_PASSWORD })}
        />
        <Button type="submit" size="md" loading={setUp.isPending}>
          {t("console.setup.action")}
        </Button>
      </Stack>
    </form>
  );
}
