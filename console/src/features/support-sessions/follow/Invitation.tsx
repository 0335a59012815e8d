import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconQrcode, IconSend } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../../foundation/design/Dialog.tsx";
import { useMe } from "../../../foundation/api/me.ts";
import { mailQuery, qrAddress, sendMailAgain } from "../../../foundation/api/support-sessions.ts";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { CopyButton } from "../../../foundation/design/CopyButton.tsx";
import { ProblemPanel } from "../../../foundation/design/ProblemPanel.tsx";
import { leadsToThisComputer, spokenNumber } from "../../../foundation/support-sessions/naming.ts";

/** The ways to the customer: address and number for the phone, link, QR, the mail once more. */
export function Invitation({ session }: { session: SupportSession }) {
  const { t } = useTranslation();
  const [showingQr, qr] = useDisclosure(false);
  const queries = useQueryClient();
  const { sends_mail: sendsMail, address } = useMe().server;
  const mails = sendsMail && session.customer_email !== "";
  const mail = useQuery({ ...mailQuery(session.id), enabled: mails }).data;
  const resend = useMutation({
    mutationFn: () => sendMailAgain(session.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: mailQuery(session.id).queryKey }),
  });
  if (!session.link || !session.number || session.link_revoked_at !== null) return null;
  return (
    <div className="invitation">
      <div>
        <Text size="sm" className="quiet">
          {t("console.invitation.on_the_phone")}
        </Text>
        <p className="invitation-number">
          <span className="breakable">{location.host}</span>
          <span className="figures">{spokenNumber(session.number)}</span>
        </p>
        {leadsToThisComputer(address) && <Text size="sm">{t("console.invitation.this_computer")}</Text>}
      </div>
      <Group gap="sm">
        <CopyButton text={session.link} label={t("console.invitation.copy_link")} />
        <Button variant="default" leftSection={<IconQrcode size={18} aria-hidden />} onClick={qr.open}>
          {t("console.invitation.qr")}
        </Button>
        {mails && (
          <Button
            variant="default"
            leftSection={<IconSend size={18} aria-hidden />}
            loading={resend.isPending}
            onClick={() => resend.mutate()}
          >
            {t(resend.isSuccess && mail?.state === "sent" ? "console.invitation.resent" : "console.invitation.resend")}
          </Button>
        )}
      </Group>
      {resend.isError && <ProblemPanel problem={resend.error} />}
      <Dialog opened={showingQr} onClose={qr.close} title={t("console.invitation.qr_title")}>
        <Stack align="center" gap="sm">
          <img
            className="qr"
            src={qrAddress(session.id)}
            alt={t("console.invitation.qr_alt")}
            width={280}
            height={280}
          />
          <Text size="sm" className="quiet breakable">
            {session.link}
          </Text>
        </Stack>
      </Dialog>
    </div>
  );
}
