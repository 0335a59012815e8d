import { Stack, Text } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../foundation/api/me.ts";
import { PageTitle } from "../../foundation/design/PageTitle.tsx";
import { askedFor, changed, type ComputerFilter, readComputerFilter } from "./computer-filter.ts";
import { Filters } from "./Filters.tsx";
import { FoundComputers } from "./FoundComputers.tsx";
import { SearchField } from "./SearchField.tsx";
import "../../foundation/design/records.css";
import "./computers.css";

/** Every computer that is or was under support: found by words and filters that the address holds. */
export function ComputersPage() {
  const { t } = useTranslation();
  const me = useMe();
  // Read once more: the router leaves in it what the route did not want to know.
  const filter = readComputerFilter(useSearch({ from: "/signed-in/framed/computers" }) as Record<string, unknown>);
  const navigate = useNavigate({ from: "/computers" });
  const [now] = useState(Date.now);
  const asked = askedFor(filter, now);
  const go = (search: ComputerFilter, replace = false) => void navigate({ search, replace, resetScroll: false });
  return (
    <Stack gap="lg">
      <div>
        <PageTitle>{t("console.computers.title")}</PageTitle>
        <Text className="quiet" mt={4}>
          {t(me.technician.role === "technician" ? "console.computers.intro_own" : "console.computers.intro")}
        </Text>
      </div>
      <search className="computers-asking">
        <SearchField words={filter.q ?? ""} onSearch={(q) => go(changed(filter, { q }), true)} />
        <Filters filter={filter} onChange={(change) => go(changed(filter, change))} />
      </search>
      {asked && <FoundComputers asked={asked} filter={filter} onClear={() => go({})} />}
    </Stack>
  );
}
