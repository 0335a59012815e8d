/** What is asked for when a key gets its name, and a value its data. */
import { Button, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOnePress } from "../../foundation/browser/one-press.ts";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import type { Bytes, RegistryValue } from "../../protocol/messages.gen.ts";
import { harmless } from "../../protocol/shown-text.ts";
import { decoded, encoded, kindName, KINDS, shapeOf, shapeOfKind } from "./registry-data.ts";

interface Frame {
  readonly title: string;
  readonly ready: boolean;
  readonly work: () => Promise<unknown>;
  readonly close: () => void;
  readonly children: ReactNode;
}

function Form({ title, ready, work, close, children }: Frame) {
  const { t } = useTranslation();
  const press = useOnePress();
  const doing = useMutation({ mutationFn: work, onSuccess: close });
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (ready) press.take(() => doing.mutateAsync());
  }
  return (
    <Dialog title={title} onClose={close}>
      <form onSubmit={submit}>
        <Stack gap="md">
          {children}
          {doing.isError && <ProblemPanel problem={doing.error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close}>
              {t("console.common.cancel")}
            </Button>
            <Button type="submit" disabled={!ready} loading={doing.isPending}>
              {t("console.dashboard.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface NameProps {
  readonly what: "new_key" | "rename_key" | "rename_value";
  readonly name: string;
  readonly done: (name: string) => Promise<unknown>;
  readonly close: () => void;
}

export function NameDialog({ what, name, done, close }: NameProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(name);
  const title = t(what === "new_key" ? "console.dashboard.new_key" : "console.dashboard.rename_title", {
    name: harmless(name),
  });
  return (
    <Form title={title} ready={typed !== "" && typed !== name} work={() => done(typed)} close={close}>
      <TextInput
        data-autofocus
        label={t("console.dashboard.column_name")}
        value={typed}
        maxLength={255}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </Form>
  );
}

interface ValueProps {
  /** Undefined for a new one. */
  readonly value: RegistryValue | undefined;
  readonly done: (value: { name: string; kind: number; data: Bytes }) => Promise<unknown>;
  readonly close: () => void;
}

export function ValueDialog({ value, done, close }: ValueProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(value?.name ?? "");
  const [kind, setKind] = useState(value?.kind ?? 1);
  const shape = value ? shapeOf(value.kind, value.data) : shapeOfKind(kind);
  const [text, setText] = useState(value ? decoded(shape, value.data) : "");
  const data = encoded(kind, shape, text === "" && shape === "number" ? "0" : text);
  const tooLarge = value !== undefined && value.size > value.data.length;
  const field = {
    label: t(`console.dashboard.data_${shape}`),
    value: text,
    error: data || tooLarge ? undefined : t("console.dashboard.data_wrong"),
    readOnly: tooLarge,
    onChange: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
  };
  const title = value
    ? value.name === ""
      ? t("console.dashboard.default_value")
      : harmless(value.name)
    : t("console.dashboard.new_value");
  return (
    <Form
      title={title}
      ready={data !== undefined && !tooLarge}
      work={() => done({ name, kind, data: data ?? new Uint8Array() })}
      close={close}
    >
      {value ? (
        <Text size="sm" className="quiet">
          {kindName(kind)}
        </Text>
      ) : (
        <>
          <TextInput
            data-autofocus
            label={t("console.dashboard.column_name")}
            description={t("console.dashboard.value_name_explains")}
            value={name}
            maxLength={2000}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t("console.dashboard.column_type")}
            data={Object.entries(KINDS).map(([number, label]) => ({ value: number, label }))}
            value={String(kind)}
            allowDeselect={false}
            onChange={(chosen) => setKind(Number(chosen ?? 1))}
          />
        </>
      )}
      {tooLarge && <Text size="sm">{t("console.dashboard.data_too_large")}</Text>}
      {shape === "lines" || shape === "bytes" ? (
        <Textarea {...field} autosize minRows={3} maxRows={12} />
      ) : (
        <TextInput {...field} />
      )}
    </Form>
  );
}
