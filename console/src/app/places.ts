/** The areas of the console, in the order of the side navigation; what a person may not open is left out. */
import {
  IconBook,
  IconBuilding,
  IconDevicesPc,
  IconHeadset,
  IconLink,
  IconReportAnalytics,
  IconUsers,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Right } from "../foundation/api/types.ts";

export interface Place {
  to: string;
  /** Key of its name in the catalogue. */
  name: string;
  icon: TablerIcon;
  right: Right;
}

export const PLACES: readonly Place[] = [
  { to: "/", name: "console.frame.ad_hoc", icon: IconHeadset, right: "sessions:read" },
  { to: "/computers", name: "console.computers.title", icon: IconDevicesPc, right: "sessions:read" },
  { to: "/reports", name: "console.reports.title", icon: IconReportAnalytics, right: "reports:read" },
  { to: "/audit", name: "console.audit.title", icon: IconLink, right: "audit:read" },
  { to: "/team", name: "console.frame.team", icon: IconUsers, right: "team:read" },
  { to: "/company", name: "console.company.title", icon: IconBuilding, right: "company:read" },
  { to: "/guides", name: "console.guides.title", icon: IconBook, right: "sessions:read" },
];
