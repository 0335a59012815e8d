import { Button, NativeSelect } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMe } from "../../foundation/api/me.ts";
import { colleaguesQuery } from "../../foundation/api/support-sessions.ts";
import { PersonFilter } from "../../foundation/design/PersonFilter.tsx";
import { RangeFilter } from "../../foundation/design/RangeFilter.tsx";
import { type ComputerFilter, filtersSet, PRESENCES, rangeChoice, REMOVALS, STATES } from "./computer-filter.ts";

interface Props {
  filter: ComputerFilter;
  onChange: (change: Record<string, string>) => void;
}

/** What narrows the list; on narrow screens behind one button that says how many are set. */
export function Filters({ filter, onChange }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const seesOthers = me.technician.role !== "technician";
  const people = useQuery({ ...colleaguesQuery, enabled: seesOthers }).data;
  const count = filtersSet(filter);
  const [open, { toggle }] = useDisclosure(count > 0);
  return (
    <div>
      <Button
        className="filters-button"
        variant="default"
        aria-expanded={open}
        aria-controls="computer-filters"
        onClick={toggle}
        leftSection={<IconAdjustmentsHorizontal size={18} aria-hidden />}
      >
        {count === 0 ? t("console.computers.filters") : t("console.computers.filters_set", { count })}
      </Button>
      <div id="computer-filters" className="filters computer-filters" data-open={open || undefined}>
        <Choice name="state" choices={STATES} filter={filter} onChange={onChange} />
        <Choice name="presence" choices={PRESENCES} filter={filter} onChange={onChange} />
        <Choice name="removal" choices={REMOVALS} filter={filter} onChange={onChange} />
        {seesOthers && (
          <PersonFilter
            label={t("console.computers.technician")}
            anyone={t("console.computers.technician_any")}
            people={people}
            chosen={filter.technician ?? ""}
            onChange={(technician) => onChange({ technician })}
          />
        )}
        <RangeFilter
          always
          choice={rangeChoice(filter)}
          onChange={({ name, from, to }) => onChange({ range: name, from, to })}
        />
      </div>
    </div>
  );
}

interface ChoiceProps extends Props {
  name: "state" | "presence" | "removal";
  choices: readonly string[];
}

function Choice({ name, choices, filter, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t(`console.computers.${name}`)}
      value={filter[name] ?? ""}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
      data={[
        { value: "", label: t(`console.computers.${name}_any`) },
        ...choices.map((value) => ({ value, label: t(`console.computers.${name}_${value}`) })),
      ]}
    />
  );
}
