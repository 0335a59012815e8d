import { describe, expect, it } from "vitest";
import { fileName } from "../../src/foundation/browser/saved-file.ts";

describe("the name of a saved file", () => {
  const at = new Date(2026, 10, 2, 9, 5, 3);
  it("tells the PC and the moment", () => {
    expect(fileName("RECEPÇÃO-PC", at, "png")).toBe("RECEPÇÃO-PC 2026-11-02 09.05.03.png");
  });
  it("takes no path, no bidi sign and no length from a PC that lies about its name", () => {
    expect(fileName("../..\\\u202Egpj.exe", at, "webm")).toBe("gpj exe 2026-11-02 09.05.03.webm");
    expect(fileName("x".repeat(900), at, "png").length).toBeLessThan(100);
    expect(fileName("///", at, "png")).toBe("2026-11-02 09.05.03.png");
  });
});
