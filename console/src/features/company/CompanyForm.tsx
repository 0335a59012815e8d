import { ColorSwatch, Group, NativeSelect, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CompanyStanding } from "../../foundation/api/types.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { LANGUAGE_NAMES, LANGUAGES } from "../../foundation/texts/texts.ts";
import { SaveLine } from "./SaveLine.tsx";
import { useCompanyChange } from "./use-company-change.ts";
import { wholeWebsite } from "./whole-website.ts";

interface Props {
  company: CompanyStanding;
  mayChange: boolean;
}

/** Name, colour, ways to check the company, and the language of customers. */
export function CompanyForm({ company, mayChange }: Props) {
  const { t } = useTranslation();
  const change = useCompanyChange();
  const field = (name: "name" | "phone" | "website", maxLength: number) => ({
    name,
    maxLength,
    defaultValue: company[name],
    disabled: !mayChange,
    size: "md",
    label: t(`console.company.${name}`),
    description: t(`console.company.${name}_hint`),
  });
  return (
    <form
      onChange={() => change.reset()}
      onSubmit={(event) => {
        event.preventDefault();
        const site = event.currentTarget.elements.namedItem("website") as HTMLInputElement;
        site.value = wholeWebsite(site.value);
        const told = Object.fromEntries(new FormData(event.currentTarget));
        change.mutate(told);
      }}
    >
      <Stack gap="lg">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
          <TextInput {...field("name", 80)} required />
          <ColourField colour={company.colour} disabled={!mayChange} />
          <TextInput {...field("phone", 40)} type="tel" />
          <TextInput {...field("website", 200)} inputMode="url" autoComplete="url" />
          <NativeSelect
            name="language"
            size="md"
            disabled={!mayChange}
            defaultValue={company.language}
            label={t("console.company.language")}
            description={t("console.company.language_hint")}
            data={LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] }))}
          />
        </SimpleGrid>
        {change.isError && <ProblemPanel problem={change.error} />}
        {mayChange && <SaveLine saving={change.isPending} saved={change.isSuccess} />}
      </Stack>
    </form>
  );
}

/** The browser's own colour picker beside the value, which can be typed too. */
function ColourField({ colour, disabled }: { colour: string; disabled: boolean }) {
  const { t } = useTranslation();
  const [value, setValue] = useState(colour);
  const whole = /^#[0-9a-f]{6}$/i.test(value);
  return (
    <TextInput
      name="colour"
      size="md"
      value={value}
      disabled={disabled}
      maxLength={7}
      pattern="#[0-9a-fA-F]{6}"
      required
      onChange={(event) => setValue(event.currentTarget.value)}
      label={t("console.company.colour")}
      description={t("console.company.colour_hint")}
      leftSection={<ColorSwatch size={20} color={whole ? value : "transparent"} />}
      rightSectionWidth={52}
      rightSection={
        <Group component="span" gap={0}>
          <input
            type="color"
            className="colour-picker"
            aria-label={t("console.company.colour_pick")}
            value={whole ? value : "#000000"}
            disabled={disabled}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
        </Group>
      }
    />
  );
}
