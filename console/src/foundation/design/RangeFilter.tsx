import { Group, NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type RangeChoice, type RangeName, rangeOf, RANGES } from "../texts/ranges.ts";

interface Props {
  choice: RangeChoice;
  onChange: (choice: RangeChoice) => void;
  /** Offers *Any time* too. */
  always?: boolean;
}

/** Chooses a time range: a usual one, or two dates. */
export function RangeFilter({ choice, onChange, always = false }: Props) {
  const { t } = useTranslation();
  const names: RangeName[] = always ? ["always", ...RANGES] : [...RANGES];
  const backwards = rangeOf(choice, 0) === null;
  return (
    <Group gap="sm" align="flex-start">
      <NativeSelect
        label={t("console.range.label")}
        value={choice.name}
        onChange={(event) => {
          const name = names.find((known) => known === event.currentTarget.value);
          if (name) onChange({ ...choice, name });
        }}
        data={names.map((name) => ({ value: name, label: t(`console.range.${name}`) }))}
      />
      {choice.name === "own" && (
        <>
          <TextInput
            type="date"
            label={t("console.range.from")}
            value={choice.from}
            error={backwards && t("console.range.backwards")}
            onChange={(event) => onChange({ ...choice, from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={t("console.range.to")}
            value={choice.to}
            onChange={(event) => onChange({ ...choice, to: event.currentTarget.value })}
          />
        </>
      )}
    </Group>
  );
}
