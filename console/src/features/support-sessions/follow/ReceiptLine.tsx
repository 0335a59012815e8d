import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SupportSession } from "../../../foundation/api/types.ts";
import { dayAndTime } from "../../../foundation/texts/times.ts";

/** Where the customer's receipt is, when they want one, with the fingerprint that both sides can compare. */
export function ReceiptLine({ session }: { session: SupportSession }) {
  const { t, i18n } = useTranslation();
  if (session.receipt_state === null) return null;
  const when = session.receipt_at !== null ? dayAndTime(session.receipt_at, i18n.language) : "";
  return (
    <Stack gap={2}>
      <Text role={session.receipt_state === "failed" ? "alert" : undefined}>
        {t(`console.ended.receipt_${session.receipt_state}`, { when })}
      </Text>
      {session.receipt_state === "sent" && session.receipt_hash !== null && (
        <Text className="quiet" fz="sm" style={{ overflowWrap: "anywhere" }}>
          {t("console.ended.receipt_fingerprint")} {session.receipt_hash}
        </Text>
      )}
    </Stack>
  );
}
