import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface Props {
  /** The paged query of the list above. */
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
}

/** Below a list: fetches the next page of it; nothing when there is none. */
export function MoreButton({ query }: Props) {
  const { t } = useTranslation();
  if (!query.hasNextPage) return null;
  return (
    <Group mt="sm">
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t("console.table.more")}
      </Button>
    </Group>
  );
}
