import { Button, Divider, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { meQuery } from "../../foundation/api/me.ts";
import { request } from "../../foundation/api/request.ts";
import type { RecoveryCodes, SecondFactors } from "../../foundation/api/types.ts";
import { passkeysWork } from "../../foundation/browser/passkeys.ts";
import { useConfirmed } from "../../foundation/design/confirmation.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { QuestionDialog } from "../../foundation/design/QuestionDialog.tsx";
import { AddAppDialog } from "./AddAppDialog.tsx";
import { AddPasskeyDialog } from "./AddPasskeyDialog.tsx";
import { PasskeyRow } from "./PasskeyRow.tsx";
import { factorsQuery } from "./profile.ts";
import { ProfileSection } from "./ProfileSection.tsx";
import { RecoveryCodesDialog } from "./RecoveryCodesDialog.tsx";

/** App, passkeys and recovery codes. Whatever adds the first factor also shows recovery codes, once. */
export function SecondFactorSection() {
  const { t } = useTranslation();
  const factors = useQuery(factorsQuery);
  const [codes, setCodes] = useState<string[]>([]);
  const queries = useQueryClient();
  const changed = async (made: string[]) => {
    setCodes(made);
    await queries.invalidateQueries({ queryKey: factorsQuery.queryKey });
    // Who must add a factor is let in further only now; with fresh codes, once these are kept.
    if (made.length === 0) await queries.invalidateQueries({ queryKey: meQuery.queryKey });
  };
  const kept = async () => {
    setCodes([]);
    await queries.invalidateQueries({ queryKey: meQuery.queryKey });
  };
  return (
    <ProfileSection title={t("console.profile.factors")}>
      <Text className="quiet">{t("console.profile.factors_explain")}</Text>
      {factors.isPending && <Skeleton height={140} aria-busy />}
      {factors.isError && <ProblemPanel problem={factors.error} onRetry={() => void factors.refetch()} />}
      {factors.data && <Factors factors={factors.data} onChanged={changed} />}
      {codes.length > 0 && <RecoveryCodesDialog codes={codes} onKept={() => void kept()} />}
    </ProfileSection>
  );
}

interface FactorsProps {
  factors: SecondFactors;
  /** Called after every change, with the recovery codes it made. */
  onChanged: (codes: string[]) => Promise<void>;
}

function Factors({ factors, onChanged }: FactorsProps) {
  return (
    <Stack gap="md">
      <CodeApp present={factors.totp} onChanged={onChanged} />
      <Divider />
      <Passkeys factors={factors} onChanged={onChanged} />
      {(factors.totp || factors.passkeys.length > 0) && (
        <>
          <Divider />
          <Recovery left={factors.recovery_codes_left} onChanged={onChanged} />
        </>
      )}
    </Stack>
  );
}

/** A heading, what it is, and its button. */
function Part({ title, explains, button }: { title: string; explains: string; button: ReactNode }) {
  return (
    <Group justify="space-between" gap="sm" align="flex-start">
      <div className="thing-words">
        <Text fw={600}>{title}</Text>
        <Text size="sm" className="quiet">
          {explains}
        </Text>
      </div>
      {button}
    </Group>
  );
}

function CodeApp({ present, onChanged }: { present: boolean; onChanged: FactorsProps["onChanged"] }) {
  const { t } = useTranslation();
  const confirmed = useConfirmed();
  const [adding, add] = useDisclosure(false);
  const [removing, remove] = useDisclosure(false);
  const app = t("console.profile.app");
  return (
    <>
      <Part
        title={app}
        explains={t(present ? "console.profile.app_on" : "console.profile.app_off")}
        button={
          present ? (
            <Button variant="subtle" color="red" onClick={remove.open}>
              {t("console.profile.remove")}
            </Button>
          ) : (
            <Button variant="default" onClick={add.open}>
              {t("console.profile.app_add")}
            </Button>
          )
        }
      />
      {adding && <AddAppDialog onAdded={onChanged} onClose={add.close} />}
      {removing && (
        <QuestionDialog
          title={t("console.profile.remove_question", { what: app })}
          explains={t("console.profile.remove_explains")}
          action={t("console.profile.remove")}
          onAction={async () => {
            await confirmed(() => request<undefined>("DELETE", "/api/me/totp"));
            await onChanged([]);
          }}
          onClose={remove.close}
        />
      )}
    </>
  );
}

function Passkeys({ factors, onChanged }: FactorsProps) {
  const { t } = useTranslation();
  const [adding, add] = useDisclosure(false);
  return (
    <>
      <Part
        title={t("console.profile.passkeys")}
        explains={t("console.profile.passkeys_explain")}
        button={
          passkeysWork() && (
            <Button variant="default" onClick={add.open}>
              {t("console.profile.passkey_add")}
            </Button>
          )
        }
      />
      {factors.passkeys.length > 0 && (
        <ul className="things">
          {factors.passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} onRemoved={() => onChanged([])} />
          ))}
        </ul>
      )}
      {adding && <AddPasskeyDialog onAdded={onChanged} onClose={add.close} />}
    </>
  );
}

function Recovery({ left, onChanged }: { left: number; onChanged: FactorsProps["onChanged"] }) {
  const { t } = useTranslation();
  const confirmed = useConfirmed();
  const make = useMutation({
    mutationFn: () => confirmed(() => request<RecoveryCodes>("POST", "/api/me/recovery-codes")),
    onSuccess: (made) => onChanged(made.recovery_codes),
  });
  return (
    <>
      {make.isError && <ProblemPanel problem={make.error} />}
      <Part
        title={t("console.profile.recovery")}
        explains={t("console.profile.recovery_left", { count: left })}
        button={
          <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
            {t("console.profile.recovery_new")}
          </Button>
        }
      />
    </>
  );
}
