/** Some changes ask for the password once more: the work is tried, the person asked when the server wants it, the work tried again. */
import { Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./Dialog.tsx";
import { Problem } from "../api/problem.ts";
import { request } from "../api/request.ts";
import type { SecondFactors } from "../api/types.ts";
import { passkeysWork, presentPasskey } from "../browser/passkeys.ts";
import { ProblemPanel } from "./ProblemPanel.tsx";

type Confirmed = <Answer>(work: () => Promise<Answer>) => Promise<Answer>;

const ConfirmationContext = createContext<Confirmed>((work) => work());

/** Runs work that may need a fresh proof of who is there: `useMutation({ mutationFn: () => confirmed(() => …) })`. */
export function useConfirmed(): Confirmed {
  return useContext(ConfirmationContext);
}

interface Asking {
  done: () => void;
  giveUp: () => void;
}

export function ConfirmationProvider({ children }: { children: ReactNode }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const confirmed = useCallback<Confirmed>(async (work) => {
    try {
      return await work();
    } catch (failure) {
      if (!(failure instanceof Problem) || failure.code !== "confirm_needed") throw failure;
      await new Promise<void>((done, giveUp) => setAsking({ done, giveUp: () => giveUp(failure) }));
      return work();
    }
  }, []);
  const close = (how: "done" | "giveUp") => {
    asking?.[how]();
    setAsking(null);
  };
  return (
    <ConfirmationContext value={confirmed}>
      {children}
      {asking && <ConfirmDialog onDone={() => close("done")} onGiveUp={() => close("giveUp")} />}
    </ConfirmationContext>
  );
}

function ConfirmDialog({ onDone, onGiveUp }: { onDone: () => void; onGiveUp: () => void }) {
  const { t } = useTranslation();
  const confirm = useMutation({
    mutationFn: (password: string) => request<undefined>("POST", "/api/me/confirmation", { body: { password } }),
    onSuccess: onDone,
  });
  const factors = useQuery({
    queryKey: ["profile", "second-factors"],
    queryFn: ({ signal }) => request<SecondFactors>("GET", "/api/me/second-factors", { signal }),
  });
  const byPasskey = useMutation({
    mutationFn: async () => {
      const options = await request<Record<string, unknown>>("POST", "/api/sign-in/passkey/options");
      const credential = await presentPasskey(options);
      return request<undefined>("POST", "/api/me/confirmation", { body: { credential } });
    },
    onSuccess: onDone,
  });
  const hasPasskey = passkeysWork() && (factors.data?.passkeys.length ?? 0) > 0;
  return (
    <Dialog onClose={onGiveUp} zIndex={400} title={t("console.profile.confirm_title")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          confirm.mutate(String(new FormData(event.currentTarget).get("password")));
        }}
      >
        <Stack gap="md">
          <Text>{t("console.profile.confirm_explains")}</Text>
          {confirm.isError && <ProblemPanel problem={confirm.error} />}
          {byPasskey.isError && <ProblemPanel problem={byPasskey.error} />}
          <PasswordInput
            name="password"
            size="md"
            required
            maxLength={256}
            data-autofocus
            autoComplete="current-password"
            label={t("console.profile.your_password")}
          />
          {hasPasskey && (
            <Button variant="light" loading={byPasskey.isPending} onClick={() => byPasskey.mutate()}>
              {t("console.profile.confirm_passkey")}
            </Button>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onGiveUp}>
              {t("console.common.cancel")}
            </Button>
            <Button type="submit" loading={confirm.isPending}>
              {t("console.profile.confirm")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
