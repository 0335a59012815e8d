/** Which events are wanted, in one row; on a narrow page behind a button, so that the events keep their room. */
import { Button, Checkbox, Input, NativeSelect, Popover, Stack, TextInput } from "@mantine/core";
import { IconChevronDown, IconFilter } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type EventLevel, EventLevelValues } from "../../protocol/messages.gen.ts";
import { type EventFilter, narrowedBy, TIMES, wantedEvents } from "./event-filter.ts";

const LOGS = ["System", "Application", "Security", "Setup"];

interface Props {
  readonly filter: EventFilter;
  readonly setFilter: (filter: EventFilter) => void;
  /** Asks the PC for what is chosen; choices do so at once, typed words by Enter or the button. */
  readonly search: (filter: EventFilter) => void;
  readonly asking: boolean;
  /** Older hosts do not know about times. */
  readonly withTimes: boolean;
}

export function EventFilterForm({ filter, setFilter, search, asking, withTimes }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const narrowed = narrowedBy(filter);
  const choose = (changed: Partial<EventFilter>) => search({ ...filter, ...changed });
  const typed = (name: "source" | "event" | "text" | "from" | "to", mostLength: number) => ({
    size: "sm",
    maxLength: mostLength,
    value: filter[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setFilter({ ...filter, [name]: event.currentTarget.value }),
  });
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    search(filter);
  }
  const isNumber = wantedEvents({ ...filter, times: "always" }, 0) !== undefined;
  const backwards = filter.times === "own" && isNumber && wantedEvents(filter, 0) === undefined;
  return (
    <form className="dash-query" data-open={open || undefined} onSubmit={submit}>
      <NativeSelect
        size="sm"
        label={t("console.dashboard.log")}
        data={LOGS.map((log) => ({ value: log, label: t(`console.dashboard.log_${log.toLowerCase()}`) }))}
        value={filter.log}
        onChange={(event) => choose({ log: event.currentTarget.value })}
      />
      <Button
        className="dash-query-open"
        size="sm"
        variant="default"
        leftSection={<IconFilter size={16} aria-hidden />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {narrowed > 0 ? `${t("console.dashboard.filter")} (${String(narrowed)})` : t("console.dashboard.filter")}
      </Button>
      <Levels levels={filter.levels} onChosen={(levels) => choose({ levels })} />
      <TextInput label={t("console.dashboard.column_source")} {...typed("source", 200)} />
      <TextInput
        label={t("console.dashboard.column_event")}
        inputMode="numeric"
        error={!isNumber}
        {...typed("event", 10)}
      />
      {withTimes && (
        <NativeSelect
          size="sm"
          label={t("console.range.label")}
          data={TIMES.map((name) => ({
            value: name,
            label: t(name === "hour" || name === "day" ? `console.dashboard.last_${name}` : `console.range.${name}`),
          }))}
          value={filter.times}
          onChange={(event) => choose({ times: TIMES.find((one) => one === event.currentTarget.value) ?? "always" })}
        />
      )}
      <TextInput label={t("console.dashboard.column_text")} {...typed("text", 200)} />
      {filter.times === "own" && (
        <div className="dash-query-own">
          <TextInput
            type="datetime-local"
            label={t("console.range.from")}
            error={backwards && t("console.range.backwards")}
            {...typed("from", 20)}
          />
          <TextInput type="datetime-local" label={t("console.range.to")} {...typed("to", 20)} />
        </div>
      )}
      <Button size="sm" type="submit" loading={asking}>
        {t("console.dashboard.search")}
      </Button>
    </form>
  );
}

function Levels({
  levels,
  onChosen,
}: {
  readonly levels: readonly EventLevel[];
  readonly onChosen: (levels: readonly EventLevel[]) => void;
}) {
  const { t } = useTranslation();
  const word = (level: EventLevel) => t(`console.dashboard.word_${level}`);
  const chosen = EventLevelValues.filter((level) => levels.includes(level));
  const label = t("console.dashboard.column_level");
  const says = chosen.length === 0 ? t("console.dashboard.every_level") : chosen.map(word).join(", ");
  return (
    <Input.Wrapper label={label} size="sm" labelElement="div">
      <Popover trapFocus returnFocus position="bottom-start">
        <Popover.Target>
          <Button
            fullWidth
            size="sm"
            variant="default"
            justify="space-between"
            aria-label={`${label}: ${says}`}
            rightSection={<IconChevronDown size={16} aria-hidden />}
          >
            {says}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={label}>
          <Checkbox.Group
            value={[...levels]}
            onChange={(ticked) => onChosen(EventLevelValues.filter((level) => ticked.includes(level)))}
          >
            <Stack gap="xs">
              {EventLevelValues.map((level) => (
                <Checkbox key={level} value={level} label={word(level)} />
              ))}
            </Stack>
          </Checkbox.Group>
        </Popover.Dropdown>
      </Popover>
    </Input.Wrapper>
  );
}
