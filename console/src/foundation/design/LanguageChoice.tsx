import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LANGUAGE_NAMES, LANGUAGES, presentLanguage, speak } from "../texts/texts.ts";

/** Changes the console's language at once; remembered in this browser. */
export function LanguageChoice() {
  const { t } = useTranslation();
  return (
    <NativeSelect
      aria-label={t("console.common.language")}
      size="sm"
      variant="default"
      value={presentLanguage()}
      onChange={(event) => {
        const language = LANGUAGES.find((known) => known === event.currentTarget.value);
        if (language) void speak(language);
      }}
      data={LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] }))}
    />
  );
}
