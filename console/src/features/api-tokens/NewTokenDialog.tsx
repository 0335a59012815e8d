import { Button, Checkbox, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { useMe } from "../../foundation/api/me.ts";
import { request } from "../../foundation/api/request.ts";
import type { NewApiToken } from "../../foundation/api/types.ts";
import { useConfirmed } from "../../foundation/design/confirmation.tsx";
import { CopyButton } from "../../foundation/design/CopyButton.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { SCOPES, scopeName } from "./scopes.ts";
import { NameField } from "../../foundation/design/fields.tsx";

const DAYS = [30, 90, 365] as const;

interface Asked {
  name: string;
  scopes: string[];
  days: number | null;
}

/** What the program may do and for how long; then the token, once. */
export function NewTokenDialog({ onMade, onClose }: { onMade: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const confirmed = useConfirmed();
  const make = useMutation({
    mutationFn: (asked: Asked) => confirmed(() => request<NewApiToken>("POST", "/api/api-tokens", { body: asked })),
    onSuccess: onMade,
  });
  const made = make.data;
  return (
    <Dialog
      onClose={onClose}
      closeOnClickOutside={!made}
      title={t(made ? "console.tokens.made_title" : "console.tokens.new")}
    >
      {made ? (
        <Made token={made.token} onClose={onClose} />
      ) : (
        <TokenForm
          problem={make.error}
          busy={make.isPending}
          onAsked={(asked) => make.mutate(asked)}
          onCancel={onClose}
        />
      )}
    </Dialog>
  );
}

interface FormProps {
  problem: Error | null;
  busy: boolean;
  onAsked: (asked: Asked) => void;
  onCancel: () => void;
}

function TokenForm({ problem, busy, onAsked, onCancel }: FormProps) {
  const { t } = useTranslation();
  const { rights } = useMe();
  const [scopes, setScopes] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (scopes.length === 0) return;
        const fields = new FormData(event.currentTarget);
        const days = Number(fields.get("days"));
        onAsked({ name: String(fields.get("name")), scopes, days: days > 0 ? days : null });
      }}
    >
      <Stack gap="md">
        {problem && <ProblemPanel problem={problem} />}
        <NameField
          required
          autoComplete="off"
          data-autofocus
          label={t("console.tokens.name")}
          description={t("console.tokens.name_hint")}
        />
        <Checkbox.Group
          label={t("console.tokens.scopes")}
          value={scopes}
          onChange={setScopes}
          error={tried && scopes.length === 0 && t("console.tokens.scopes_missing")}
        >
          <Stack gap="xs" mt="xs" mb="xs">
            {SCOPES.filter((scope) => rights.includes(scope)).map((scope) => (
              <Checkbox key={scope} value={scope} label={scopeName(t, scope)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <NativeSelect
          name="days"
          size="md"
          defaultValue="90"
          label={t("console.tokens.days")}
          data={[
            ...DAYS.map((count) => ({ value: String(count), label: t("console.tokens.days_count", { count }) })),
            { value: "0", label: t("console.tokens.days_never") },
          ]}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            {t("console.common.cancel")}
          </Button>
          <Button type="submit" loading={busy}>
            {t("console.tokens.create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Made({ token, onClose }: { token: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      <Text>{t("console.tokens.made_explains", { header: "Authorization: Bearer …" })}</Text>
      <Text className="secret">{token}</Text>
      <Group justify="flex-end" gap="sm">
        <CopyButton text={token} label={t("console.tokens.copy")} />
        <Button onClick={onClose}>{t("console.tokens.done")}</Button>
      </Group>
    </Stack>
  );
}
