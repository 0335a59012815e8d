import { useTranslation } from "react-i18next";
import { EmailField } from "../../foundation/design/fields.tsx";

/** Who is asking, on the pages before the sign-in; browsers fill it in with what they keep for this place. */
export function WhoAsks() {
  const { t } = useTranslation();
  return <EmailField required autoComplete="username" autoFocus label={t("console.sign_in.email")} />;
}
