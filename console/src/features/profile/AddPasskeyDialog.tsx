import { Button, Group, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import { request } from "../../foundation/api/request.ts";
import type { RecoveryCodes } from "../../foundation/api/types.ts";
import { makePasskey } from "../../foundation/browser/passkeys.ts";
import { useConfirmed } from "../../foundation/design/confirmation.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { browserName } from "./browser-name.ts";
import { NameField } from "../../foundation/design/fields.tsx";

interface Props {
  onAdded: (codes: string[]) => Promise<void>;
  onClose: () => void;
}

/** A name for the key; then the browser asks for finger, face or PIN. */
export function AddPasskeyDialog({ onAdded, onClose }: Props) {
  const { t } = useTranslation();
  const confirmed = useConfirmed();
  const add = useMutation({
    mutationFn: async (name: string) => {
      const options = await confirmed(() => request<Record<string, unknown>>("POST", "/api/me/passkeys/options"));
      const credential = await makePasskey(options);
      return confirmed(() => request<RecoveryCodes>("POST", "/api/me/passkeys", { body: { name, credential } }));
    },
    onSuccess: async (made) => {
      onClose();
      await onAdded(made.recovery_codes);
    },
  });
  return (
    <Dialog onClose={onClose} title={t("console.profile.passkey_add")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(String(new FormData(event.currentTarget).get("name")));
        }}
      >
        <Stack gap="md">
          {add.isError && <ProblemPanel problem={add.error} />}
          <NameField
            required
            autoComplete="off"
            data-autofocus
            defaultValue={browserName(navigator.userAgent)?.system ?? ""}
            label={t("console.profile.passkey_name")}
            description={t("console.profile.passkey_name_hint")}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t("console.common.cancel")}
            </Button>
            <Button type="submit" loading={add.isPending}>
              {t("console.profile.passkey_add")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
