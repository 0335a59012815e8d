import { Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { meQuery, useMe } from "../../foundation/api/me.ts";
import { request } from "../../foundation/api/request.ts";
import { NewPasswordField } from "../../foundation/design/NewPasswordField.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { signInsQuery } from "./profile.ts";
import { ProfileSection } from "./ProfileSection.tsx";
import { EmailField } from "../../foundation/design/fields.tsx";

/** What one signs in with: each shown as it is, opened to be changed. */
export function EmailAndPassword() {
  const { t } = useTranslation();
  const { technician } = useMe();
  const [open, setOpen] = useState<"email" | "password" | null>(null);
  const [said, setSaid] = useState("");
  const done = (says: string) => {
    setSaid(says);
    setOpen(null);
  };
  const change = (which: "email" | "password") => () => {
    setSaid("");
    setOpen(which);
  };
  return (
    <ProfileSection title={t("console.profile.access")}>
      <Text className="breakable">{technician.email}</Text>
      <Text role="status" className={said ? "good" : "visually-hidden"}>
        {said}
      </Text>
      {open === "email" && <EmailForm onDone={done} onCancel={() => setOpen(null)} />}
      {open === "password" && <PasswordForm onDone={done} onCancel={() => setOpen(null)} />}
      {open === null && (
        <Group gap="sm">
          <Button variant="default" onClick={change("email")}>
            {t("console.profile.email_change")}
          </Button>
          <Button variant="default" onClick={change("password")}>
            {t("console.profile.password_change")}
          </Button>
        </Group>
      )}
    </ProfileSection>
  );
}

interface FormProps {
  onDone: (says: string) => void;
  onCancel: () => void;
}

function EmailForm({ onDone, onCancel }: FormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (asked: { email: string; password: string }) =>
      request<{ confirmed: boolean }>("PUT", "/api/me/email", { body: asked }),
    onSuccess: async ({ confirmed }, { email }) => {
      await queries.invalidateQueries({ queryKey: meQuery.queryKey });
      onDone(t(confirmed ? "console.profile.email_changed" : "console.profile.email_sent", { email }));
    },
  });
  return (
    <ChangeForm
      action={t("console.profile.email_change")}
      problem={change.error}
      busy={change.isPending}
      onCancel={onCancel}
      onFields={(text) => change.mutate({ email: text("email").trim(), password: text("password") })}
    >
      <EmailField required autoComplete="email" autoFocus label={t("console.profile.email_new")} />
      <PresentPassword name="password" label={t("console.profile.your_password")} />
    </ChangeForm>
  );
}

function PasswordForm({ onDone, onCancel }: FormProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (asked: { current: string; new: string }) =>
      request<undefined>("PUT", "/api/me/password", { body: asked }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: signInsQuery.queryKey });
      onDone(t("console.profile.password_changed"));
    },
  });
  return (
    <ChangeForm
      action={t("console.profile.password_change")}
      problem={change.error}
      busy={change.isPending}
      onCancel={onCancel}
      onFields={(text) => change.mutate({ current: text("current"), new: text("new") })}
    >
      <Text className="quiet">{t("console.profile.password_explains")}</Text>
      <PresentPassword name="current" label={t("console.profile.password_current")} autoFocus />
      <NewPasswordField name="new" label={t("console.profile.password_new")} />
    </ChangeForm>
  );
}

function PresentPassword({ name, label, autoFocus }: { name: string; label: string; autoFocus?: boolean }) {
  return (
    <PasswordInput
      name={name}
      size="md"
      required
      maxLength={256}
      autoComplete="current-password"
      autoFocus={autoFocus ?? false}
      label={label}
    />
  );
}

interface ChangeFormProps {
  action: string;
  problem: Error | null;
  busy: boolean;
  onFields: (text: (name: string) => string) => void;
  onCancel: () => void;
  children: ReactNode;
}

function ChangeForm({ action, problem, busy, onFields, onCancel, children }: ChangeFormProps) {
  const { t } = useTranslation();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const fields = new FormData(event.currentTarget);
        onFields((name) => String(fields.get(name) ?? ""));
      }}
    >
      <Stack gap="md">
        {problem && <ProblemPanel problem={problem} />}
        {children}
        <Group gap="sm">
          <Button type="submit" loading={busy}>
            {action}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t("console.common.cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
