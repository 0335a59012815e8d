import { Button, Divider, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { meQuery } from "../../foundation/api/me.ts";
import { Problem } from "../../foundation/api/problem.ts";
import { request } from "../../foundation/api/request.ts";
import { passkeysWork, presentPasskey } from "../../foundation/browser/passkeys.ts";
import { EntrancePage } from "../../foundation/design/EntrancePage.tsx";
import { TextLink } from "../../foundation/design/links.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { WhoAsks } from "./WhoAsks.tsx";

interface Proof {
  email: string;
  password: string;
  totp: string;
}

/** Where to go after the sign-in: only to an address of our own. */
export function ownAddress(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}

/** Goes on to where the person wanted to be, now that somebody is signed in. */
function useGoOn(): () => Promise<void> {
  const router = useRouter();
  const queries = useQueryClient();
  const { next } = useSearch({ from: "/sign-in" });
  return async () => {
    await queries.resetQueries({ queryKey: meQuery.queryKey });
    await router.navigate({ to: ownAddress(next), replace: true });
  };
}

/** The methods that the server names when the password is right and more is asked. */
function methodsAsked(failure: unknown): string[] | null {
  if (!(failure instanceof Problem) || failure.code !== "second_factor_needed") return null;
  const methods = failure.facts["methods"];
  return Array.isArray(methods) ? methods.map(String) : [];
}

export function SignInPage() {
  const { t } = useTranslation();
  const goOn = useGoOn();
  const [first, setFirst] = useState<Proof | null>(null);
  const [methods, setMethods] = useState<string[]>([]);
  const signIn = useMutation({
    mutationFn: (proof: Proof) => request<undefined>("POST", "/api/sign-in", { body: proof }),
    onSuccess: goOn,
    onError: (failure, proof) => {
      const asked = methodsAsked(failure);
      if (!asked) return;
      setFirst(proof);
      setMethods(asked);
    },
  });
  const problem = signIn.isError && !methodsAsked(signIn.error) && <ProblemPanel problem={signIn.error} />;
  const restart = () => {
    setFirst(null);
    signIn.reset();
  };
  return (
    <EntrancePage
      title={t(first ? "console.sign_in.second_title" : "console.sign_in.title")}
      intro={t(first ? "console.sign_in.second_intro" : "console.sign_in.intro")}
    >
      <Stack gap="md">
        {problem}
        {first ? (
          <CodeForm
            methods={methods}
            busy={signIn.isPending}
            onCode={(totp) => signIn.mutate({ ...first, totp })}
            onBack={restart}
          />
        ) : (
          <PasswordForm busy={signIn.isPending} onProof={(proof) => signIn.mutate(proof)} />
        )}
        {(!first || methods.includes("passkey")) && <PasskeyButton onSignedIn={goOn} />}
        {!first && (
          <Text size="sm" className="quiet">
            {t("console.sign_in.no_account")}
          </Text>
        )}
      </Stack>
    </EntrancePage>
  );
}

function PasswordForm({ busy, onProof }: { busy: boolean; onProof: (proof: Proof) => void }) {
  const { t } = useTranslation();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const fields = new FormData(event.currentTarget);
        onProof({ email: String(fields.get("email")), password: String(fields.get("password")), totp: "" });
      }}
    >
      <Stack gap="md">
        <WhoAsks />
        <div>
          <PasswordInput
            name="password"
            size="md"
            required
            maxLength={256}
            autoComplete="current-password"
            label={t("console.sign_in.password")}
          />
          <TextLink to="/forgot" size="sm" mt={4} className="standing-link">
            {t("console.sign_in.forgot")}
          </TextLink>
        </div>
        <Button type="submit" size="md" loading={busy}>
          {t("console.sign_in.action")}
        </Button>
      </Stack>
    </form>
  );
}

interface CodeFormProps {
  methods: string[];
  busy: boolean;
  onCode: (code: string) => void;
  onBack: () => void;
}

function CodeForm({ methods, busy, onCode, onBack }: CodeFormProps) {
  const { t } = useTranslation();
  const hasApp = methods.includes("totp");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onCode(String(new FormData(event.currentTarget).get("code")));
      }}
    >
      <Stack gap="md">
        <TextInput
          name="code"
          size="md"
          required
          maxLength={32}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          label={t("console.sign_in.code")}
          description={t(hasApp ? "console.sign_in.code_hint" : "console.sign_in.recovery_hint")}
        />
        <Button type="submit" size="md" loading={busy}>
          {t("console.sign_in.action")}
        </Button>
        <Button variant="subtle" size="md" onClick={onBack}>
          {t("console.sign_in.back")}
        </Button>
      </Stack>
    </form>
  );
}

function PasskeyButton({ onSignedIn }: { onSignedIn: () => Promise<void> }) {
  const { t } = useTranslation();
  const signIn = useMutation({
    mutationFn: async () => {
      const options = await request<Record<string, unknown>>("POST", "/api/sign-in/passkey/options");
      const credential = await presentPasskey(options);
      await request<undefined>("POST", "/api/sign-in/passkey", { body: { credential } });
    },
    onSuccess: onSignedIn,
  });
  if (!passkeysWork()) return null;
  return (
    <Stack gap="md">
      <Divider label={t("console.sign_in.or")} />
      {signIn.isError && <ProblemPanel problem={signIn.error} />}
      <Button
        variant="default"
        size="md"
        leftSection={<IconFingerprint size={20} aria-hidden />}
        loading={signIn.isPending}
        onClick={() => signIn.mutate()}
      >
        {t("console.sign_in.passkey")}
      </Button>
    </Stack>
  );
}
