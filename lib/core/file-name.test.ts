import { describe, expect, test } from "vitest";
import { cleanFileName, contentDisposition, withExtension } from "@/lib/core/file-name";
import { settings } from "@/lib/core/settings";

describe("the name of a file", () => {
  test.each([
    ["Report 2026.pdf", "Report 2026.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\ada\\notes.txt", "notes.txt"],
    [".htaccess", "htaccess"],
    ["annex\u202egpj.exe", "annexgpj.exe"],
    ["a\u0000b\r\n\tc.txt", "abc.txt"],
    ["  two   words .txt . ", "two words .txt"],
    ["e\u0301te\u0301.txt", "été.txt"],
    ["", "file"],
    ["...", "file"],
    ["\u200b", "file"],
  ])("%j is kept as %j", (given, kept) => expect(cleanFileName(given)).toBe(kept));

  test("is cut where it is long, and its ending stays", () => {
    const name = cleanFileName(`${"😀".repeat(300)}.jpeg`);
    expect([...name]).toHaveLength(settings.fileNameMaxCodePoints);
    expect(name.endsWith("😀.jpeg")).toBe(true);
    expect([...cleanFileName("x".repeat(300))]).toHaveLength(settings.fileNameMaxCodePoints);
  });

  test.each([
    ["a.JPG", "a.JPG"],
    ["a.jpeg", "a.jpeg"],
    ["a.png", "a.jpg"],
    ["a.tar.gz", "a.tar.jpg"],
    ["photo", "photo.jpg"],
    ["Mr. Smith", "Mr. Smith.jpg"],
  ])("%j of a JPEG is saved as %j", (given, saved) => expect(withExtension(given, [".jpg", ".jpeg"])).toBe(saved));

  test("goes into the header without breaking out of it", () => {
    expect(contentDisposition("attachment", `a"; x="b\\%20.txt`)).toBe(`attachment; filename="a_; x=_b__20.txt"; filename*=UTF-8''a%22%3B%20x%3D%22b%5C%2520.txt`);
    expect(contentDisposition("inline", "Übersicht (1)'s 漢.png")).toBe("inline; filename=\"_bersicht (1)'s _.png\"; filename*=UTF-8''%C3%9Cbersicht%20%281%29%27s%20%E6%BC%A2.png");
  });
});
