import { expect, test } from "vitest";
import { browserFamilyOf } from "@/components/call/browser-family";

const mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)";

test("a browser's family is told by what it calls itself, for words of help", () => {
  const found = {
    edge: browserFamilyOf("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"),
    firefox: browserFamilyOf("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    safari: browserFamilyOf(`${mac} Version/18.5 Safari/605.1.15`),
    iPad: browserFamilyOf(`${mac} Version/18.5 Safari/605.1.15`, true),
    chromeOnIphone: browserFamilyOf("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1"),
    android: browserFamilyOf("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"),
    unknown: browserFamilyOf("Lynx/2.9"),
  };
  expect(found).toEqual({ edge: "chromium", firefox: "firefox", safari: "safari", iPad: "ios", chromeOnIphone: "ios", android: "android", unknown: "other" });
});
