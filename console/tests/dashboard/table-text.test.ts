import type { TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import { cellText, columnsOf } from "../../src/features/dashboard/columns.ts";
import { asCsv, asText } from "../../src/features/dashboard/table-text.ts";

const t = ((key: string) => key.split(".").at(-1)) as unknown as TFunction;
const AT = Date.UTC(2026, 10, 23, 12, 5, 9);
const row = (...cells: string[]) => [{ key: "1", cells }];

describe("a table to take away", () => {
  it("is read as on the page when it is copied", () => {
    const drives = columnsOf("drives");
    expect(asText(t, "pt-BR", drives, row("C:\\", "a\tb\nc", "fixed", "NTFS", "1500000000", ""))).toBe(
      "column_name\tcolumn_label\tcolumn_kind\tcolumn_format\tcolumn_size\tcolumn_free\n" +
        "C:\\\ta b c\tword_fixed\tNTFS\t1,5 GB\t",
    );
  });
  it("has whole numbers and times of the world as a file", () => {
    const lines = asCsv(t, columnsOf("events"), row(String(AT), "error", "disk", "7", 'said "no", twice')).split(
      "\r\n",
    );
    expect(lines[1]).toBe('2026-11-23T12:05:09.000Z,word_error,disk,7,"said ""no"", twice"');
    expect(lines[0]?.charCodeAt(0)).toBe(0xfeff);
    expect(asCsv(t, columnsOf("events"), row("1e300", "", "", "", "")).split("\r\n")[1]).toBe(",,,,");
  });
  it("holds no formula, whatever the PC calls its things", () => {
    const columns = columnsOf("environment");
    for (const evil of ["=1+1", " +1", "-cmd|' /C calc'!A0", "@x", "a;=1", "\uff1d1"]) {
      for (const text of [asCsv(t, columns, row("x", evil, "")), asText(t, "en", columns, row("x", evil, ""))]) {
        expect(text).toMatch(/'[=+\-@\uff1d\uff0b\uff0d\uff20]|' \+1/);
      }
    }
  });
});

describe("a cell", () => {
  const cell = (name: string, value: string, language = "pt-BR") =>
    cellText(t, language, { name, kind: name as "day", width: "" }, value);
  it("has the reader's dates and numbers", () => {
    expect(cell("day", "2026-01-02")).toBe("02/01/2026");
    expect(cell("day", "2026-01-02", "en-US")).toBe("01/02/2026");
    expect(cell("day", "about noon")).toBe("about noon");
    for (const none of ["0", "soon", "1e300"]) expect(cell("moment", none)).toBe("");
    expect(cell("share", "1234")).toBe("123,4 %");
    expect(cell("moment", String(AT))).toMatch(/^23\/11\/2026,? \d\d:05:09$/);
  });
  it("names the states of connections as netstat does", () => {
    expect([cell("word", "time_wait"), cell("word", "listen")]).toEqual(["TIME_WAIT", "word_listen"]);
  });
});
