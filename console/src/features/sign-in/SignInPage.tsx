import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { meQuery } from "../../foundation/api/me.ts";
import { request } from "../../foundation/api/request.ts";
import { EntrancePage } from "../../foundation/design/EntrancePage.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";

/** Where to go after the sign-in: only to an address of our own. */
export function ownAddress(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}

export function SignInPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const queries = useQueryClient();
  const { next } = useSearch({ from: "/sign-in" });
  const signIn = useMutation({
    mutationFn: (asked: { email: string; password: string }) =>
      request<undefined>("POST", "/api/sign-in", { body: asked }),
    onSuccess: async () => {
      await queries.resetQueries({ queryKey: meQuery.queryKey });
      await router.navigate({ to: ownAddress(next), replace: true });
    },
  });
  return (
    <EntrancePage title={t("console.sign_in.title")} intro={t("console.sign_in.intro")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const fields = new FormData(event.currentTarget);
          signIn.mutate({ email: String(fields.get("email")), password: String(fields.get("password")) });
        }}
      >
        <Stack gap="md">
          {signIn.isError && <ProblemPanel problem={signIn.error} />}
          <TextInput
            name="email"
            type="email"
            size="md"
            required
            withAsterisk={false}
            maxLength={254}
            autoComplete="username"
            autoFocus
            label={t("console.sign_in.email")}
          />
          <PasswordInput
            name="password"
            size="md"
            required
            withAsterisk={false}
            maxLength={256}
            autoComplete="current-password"
            label={t("console.sign_in.password")}
          />
          <Button type="submit" size="md" loading={signIn.isPending}>
            {t("console.sign_in.action")}
          </Button>
          <Text size="sm" className="quiet">
            {t("console.sign_in.no_account")}
          </Text>
        </Stack>
      </form>
    </EntrancePage>
  );
}
