import { Button, Group, NativeSelect, Stack, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../../../foundation/api/me.ts";
import type { LanguageCode } from "../../../foundation/api/types.ts";
import { LANGUAGE_NAMES, LANGUAGES } from "../../../foundation/texts/texts.ts";
import type { CustomerDetails } from "./customer-details.ts";
import { EmailField, NameField } from "../../../foundation/design/fields.tsx";

interface Props {
  details: CustomerDetails;
  /** Of the technician's newest session, when there is one. */
  lastLanguage: LanguageCode | undefined;
  /** At every change, before anybody says that it is complete. */
  onTyped: (details: CustomerDetails) => void;
  onDone: (details: CustomerDetails) => void;
  onCancel: () => void;
}

/** First step: where the invitation goes. */
export function CustomerStep({ details, lastLanguage, onTyped, onDone, onCancel }: Props) {
  const { t } = useTranslation();
  const { sends_mail: sendsMail } = useMe().server;
  const told = (form: HTMLFormElement): CustomerDetails => {
    const fields = new FormData(form);
    const text = (name: string) => String(fields.get(name) ?? "").trim();
    const language = LANGUAGES.find((known) => known === fields.get("language")) ?? details.language;
    return { customer_email: text("email"), customer_name: text("name"), language, note: text("note") };
  };
  return (
    <form
      onInput={(event) => onTyped(told(event.currentTarget))}
      onSubmit={(event) => {
        event.preventDefault();
        onDone(told(event.currentTarget));
      }}
    >
      <Stack gap="md">
        <EmailField
          autoComplete="off"
          autoFocus
          defaultValue={details.customer_email}
          label={t("console.create.email")}
          description={t(sendsMail ? "console.create.email_hint" : "console.create.email_hint_by_hand")}
        />
        <NameField autoComplete="off" defaultValue={details.customer_name} label={t("console.create.name")} />
        <NativeSelect
          name="language"
          size="md"
          defaultValue={details.language}
          label={t("console.create.language")}
          description={t(
            details.language === lastLanguage ? "console.create.language_as_last" : "console.create.language_hint",
          )}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />
        <Textarea
          name="note"
          size="md"
          maxLength={500}
          autosize
          minRows={2}
          defaultValue={details.note}
          label={t("console.create.note")}
          description={t("console.create.note_hint")}
        />
        <Group justify="flex-end" gap="sm" mt="sm">
          <Button variant="default" size="md" onClick={onCancel}>
            {t("console.common.cancel")}
          </Button>
          <Button type="submit" size="md">
            {t("console.create.continue")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
