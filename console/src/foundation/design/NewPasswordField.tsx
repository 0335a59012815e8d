import { PasswordInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

export const SHORTEST_PASSWORD = 10;

/** A password to be chosen; says at once, in words, when it is too short. */
export function NewPasswordField({ name, label }: { name: string; label: string }) {
  const { t } = useTranslation();
  const [tooShort, setTooShort] = useState(false);
  return (
    <PasswordInput
      name={name}
      size="md"
      required
      minLength={SHORTEST_PASSWORD}
      maxLength={256}
      autoComplete="new-password"
      label={label}
      description={t("console.setup.password_hint", { count: SHORTEST_PASSWORD })}
      error={tooShort && t("console.setup.password_too_short", { count: SHORTEST_PASSWORD })}
      onBlur={(event) => {
        const { length } = event.currentTarget.value;
        setTooShort(length > 0 && length < SHORTEST_PASSWORD);
      }}
    />
  );
}
