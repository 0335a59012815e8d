import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconRefresh, IconShieldLock } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../foundation/design/CopyButton.tsx";
import { LONGEST_PASSWORD, makePassword, SHORTEST_PASSWORD } from "./pairing/session-password.ts";

const freshPassword = () => makePassword((into) => crypto.getRandomValues(into));

/** A session password on its way: made here, perhaps typed over, and judged when it is to be used. */
export function useChosenPassword() {
  const [password, choose] = useState(freshPassword);
  const [refused, setRefused] = useState(false);
  const whenUsable = (then: (password: string) => void) => {
    const { length } = password.trim();
    const usable = length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD;
    setRefused(!usable);
    if (usable) then(password);
  };
  return { password, choose, refused, whenUsable };
}

type ChosenPassword = ReturnType<typeof useChosenPassword>;

interface Props {
  chosen: ChosenPassword;
  explains: string;
  /** What to know about keeping the password. */
  keepIt?: string;
  onPassword: (password: string) => void;
  /** A refusal, and the buttons. */
  children: ReactNode;
}

/** Asks for a session password, wherever one is set: for a new session, on another page, and anew. */
export function PasswordForm({ chosen, explains, keepIt, onPassword, children }: Props) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        chosen.whenUsable(onPassword);
      }}
    >
      <Stack gap="md">
        <Text>{explains}</Text>
        <PasswordField chosen={chosen} />
        {keepIt !== undefined && (
          <Alert color="teal" variant="light" role="note" icon={<IconShieldLock aria-hidden />}>
            {keepIt}
          </Alert>
        )}
        {children}
      </Stack>
    </form>
  );
}

/** The password can be read: it must be noted down now. */
function PasswordField({ chosen }: { chosen: ChosenPassword }) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <TextInput
        size="lg"
        value={chosen.password}
        onChange={(event) => chosen.choose(event.currentTarget.value)}
        maxLength={LONGEST_PASSWORD}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        classNames={{ input: "secret" }}
        label={t("console.create.password")}
        description={t("console.create.password_hint")}
        error={chosen.refused && t("console.create.password_unusable")}
      />
      <Group gap="sm">
        <CopyButton
          text={chosen.password}
          label={t("console.create.copy_password")}
          disabled={chosen.password === ""}
        />
        <Button
          variant="subtle"
          leftSection={<IconRefresh size={18} aria-hidden />}
          onClick={() => chosen.choose(freshPassword())}
        >
          {t("console.create.another_password")}
        </Button>
      </Group>
    </Stack>
  );
}
