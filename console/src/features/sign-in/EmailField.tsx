import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Who is asking, on the pages before the sign-in; browsers fill it in with what they keep for this place. */
export function EmailField() {
  const { t } = useTranslation();
  return (
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
  );
}
