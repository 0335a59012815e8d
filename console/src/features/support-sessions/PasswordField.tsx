import { Button, Group, Stack, TextInput } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../foundation/design/CopyButton.tsx";
import { LONGEST_PASSWORD, makePassword, SHORTEST_PASSWORD } from "./pairing/session-password.ts";

interface Props {
  password: string;
  onChange: (password: string) => void;
  error?: string | undefined;
}

/** A session password that works: long enough after trimming. */
export function isUsablePassword(password: string): boolean {
  const { length } = password.trim();
  return length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD;
}

/** The session password, made here and readable, or typed over. It is shown: it must be noted down now. */
export function PasswordField({ password, onChange, error }: Props) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <TextInput
        size="lg"
        value={password}
        onChange={(event) => onChange(event.currentTarget.value)}
        maxLength={LONGEST_PASSWORD}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        classNames={{ input: "secret" }}
        label={t("console.create.password")}
        description={t("console.create.password_hint")}
        error={error}
      />
      <Group gap="sm">
        <CopyButton text={password} label={t("console.create.copy_password")} disabled={password === ""} />
        <Button
          variant="subtle"
          leftSection={<IconRefresh size={18} aria-hidden />}
          onClick={() => onChange(makePassword((into) => crypto.getRandomValues(into)))}
        >
          {t("console.create.another_password")}
        </Button>
      </Group>
    </Stack>
  );
}
