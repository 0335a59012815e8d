import "./trusted-types.ts";
import "@mantine/core/styles.css";
import "../foundation/design/look.css";
import "../features/support-sessions/support-sessions.css";
import { createRoot } from "react-dom/client";
import { missingHere } from "../foundation/browser/requirements.ts";
import { firstLanguage, startTexts } from "../foundation/texts/texts.ts";
import { Console } from "./Console.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no #root");

const [missing] = await Promise.all([missingHere(), startTexts(firstLanguage())]);
createRoot(root).render(<Console missing={missing} />);
