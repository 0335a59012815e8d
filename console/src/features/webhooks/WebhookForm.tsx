import { Button, Checkbox, Group, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WebhookEvent } from "../../foundation/api/types.ts";
import { EVENTS } from "../../foundation/api/webhooks.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";

interface Props {
  url: string;
  events: WebhookEvent[];
  submit: string;
  onSubmit: (url: string, events: WebhookEvent[]) => Promise<void>;
  onCancel: () => void;
}

/** Where to tell, and what. */
export function WebhookForm({ url, events, submit, onSubmit, onCancel }: Props) {
  const { t } = useTranslation();
  const [typed, type] = useState(url);
  const [chosen, choose] = useState<string[]>(events);
  const save = useMutation({
    mutationFn: () =>
      onSubmit(
        typed.trim(),
        EVENTS.filter((event) => chosen.includes(event)),
      ),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="md">
        <TextInput
          label={t("console.webhooks.url")}
          type="url"
          required
          maxLength={500}
          placeholder="https://"
          autoComplete="off"
          data-autofocus
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
        />
        <Checkbox.Group label={t("console.webhooks.events")} value={chosen} onChange={choose}>
          <Stack gap="xs" mt="xs">
            {EVENTS.map((event) => (
              <Checkbox key={event} value={event} label={t(`console.webhooks.event_${event.replace(".", "_")}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        {save.isError && <ProblemPanel problem={save.error} />}
        <Group gap="sm">
          <Button type="submit" loading={save.isPending} disabled={chosen.length === 0}>
            {submit}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t("console.common.cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
