import { List, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Missing } from "../foundation/browser/requirements.ts";
import { EntrancePage } from "../foundation/design/EntrancePage.tsx";

/** Says, before any sign-in, why the console cannot work at this address or in this browser. */
export function MissingPage({ missing }: { missing: Missing[] }) {
  const { t } = useTranslation();
  const insecure = missing.includes("secure_origin");
  return (
    <EntrancePage title={t(insecure ? "console.missing.insecure_title" : "console.missing.browser_title")}>
      <Text>{t(insecure ? "console.missing.insecure_why" : "console.missing.browser_why")}</Text>
      <Text>{t(insecure ? "console.missing.insecure_next" : "console.missing.browser_next")}</Text>
      {!insecure && (
        <List size="sm" className="quiet">
          {missing.map((name) => (
            <List.Item key={name}>{t(`console.missing.${name}`)}</List.Item>
          ))}
        </List>
      )}
    </EntrancePage>
  );
}
