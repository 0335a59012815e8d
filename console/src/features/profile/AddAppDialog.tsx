import { Button, Group, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../foundation/design/Dialog.tsx";
import type { TotpOffer } from "../../foundation/api/types.ts";
import { useConfirmed } from "../../foundation/design/confirmation.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { acceptTotp, offerTotp } from "./profile.ts";

interface Props {
  onAdded: (codes: string[]) => Promise<void>;
  onClose: () => void;
}

/** A secret for the app as QR code and text; the app's first code proves that it arrived. */
export function AddAppDialog({ onAdded, onClose }: Props) {
  const { t } = useTranslation();
  const confirmed = useConfirmed();
  const offer = useQuery({
    queryKey: ["profile", "totp-offer"],
    queryFn: () => confirmed(offerTotp),
    retry: false,
    gcTime: 0,
    staleTime: Infinity,
  });
  return (
    <Dialog onClose={onClose} title={t("console.profile.app_add")}>
      {offer.isPending && <Skeleton height={320} aria-busy />}
      {offer.isError && <ProblemPanel problem={offer.error} onRetry={() => void offer.refetch()} />}
      {offer.data && <OfferForm offer={offer.data} onAdded={onAdded} onClose={onClose} />}
    </Dialog>
  );
}

function OfferForm({ offer, onAdded, onClose }: Props & { offer: TotpOffer }) {
  const { t } = useTranslation();
  const confirmed = useConfirmed();
  const accept = useMutation({
    mutationFn: (code: string) => confirmed(() => acceptTotp(offer.offer, code)),
    onSuccess: async (made) => {
      onClose();
      await onAdded(made.recovery_codes);
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        accept.mutate(String(new FormData(event.currentTarget).get("code")));
      }}
    >
      <Stack gap="md">
        <Text>{t("console.profile.app_scan")}</Text>
        <img
          src={`data:image/svg+xml,${encodeURIComponent(offer.qr)}`}
          alt={t("console.profile.app_qr")}
          width={220}
          height={220}
          style={{ alignSelf: "center", borderRadius: 10 }}
        />
        <Text size="sm" className="quiet breakable">
          {t("console.profile.app_type", { secret: offer.secret.replace(/(.{4})(?=.)/g, "$1 ") })}
        </Text>
        {accept.isError && <ProblemPanel problem={accept.error} />}
        <TextInput
          name="code"
          size="md"
          required
          inputMode="numeric"
          maxLength={8}
          autoComplete="one-time-code"
          data-autofocus
          label={t("console.profile.app_code")}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("console.common.cancel")}
          </Button>
          <Button type="submit" loading={accept.isPending}>
            {t("console.profile.app_done")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
