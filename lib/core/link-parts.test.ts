import { describe, expect, it } from "vitest";
import { linkParts } from "@/lib/core/link-parts";

const links = (text: string) => linkParts(text).flatMap((part) => part.href ?? []);

describe("links in a text", () => {
  it("are its http and https addresses, without the end of the sentence", () => {
    expect(linkParts("See https://example.org/a?b=1&c=2#d, or (http://example.org/x_(y)).")).toEqual([
      { text: "See " },
      { text: "https://example.org/a?b=1&c=2#d", href: "https://example.org/a?b=1&c=2#d" },
      { text: ", or (" },
      { text: "http://example.org/x_(y)", href: "http://example.org/x_(y)" },
      { text: ")." },
    ]);
  });

  it("are nothing else", () => {
    for (const text of [
      "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd", "[x](javascript:alert(1))", "//example.org", "www.example.org",
      "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "https://", "http://user:pass@example.org/", "https://bank.example@evil.example/", "JaVaScRiPt:alert(1)", "xhttps:/x",
    ]) expect([text, links(text)]).toEqual([text, []]);
  });

  it("never hold quotes or angle brackets that could end an attribute", () => {
    expect(links(`https://example.org/"onmouseover="alert(1)`)).toEqual(["https://example.org/"]);
    expect(links("https://example.org/<b>")).toEqual(["https://example.org/"]);
  });

  it("of nothing but closing brackets do not freeze the page", () => {
    // looked at anew for each bracket, this takes minutes: far beyond the time that a test has
    expect(linkParts(`http://a.example${")".repeat(200_000)}`)[0]).toEqual({ text: "http://a.example", href: "http://a.example/" });
    expect(links("(http://a.example/x_(y)_(z))))")).toEqual(["http://a.example/x_(y)_(z)"]);
  });

  it("leave the text as it is, whatever it holds", () => {
    for (const text of ["", "plain", "a https://x.example b http://y.example", "https://a.example)))))", "\n https://a.example\n", "🙂https://a.example/🙂", "https://[::1", "https://a.example".repeat(50)]) {
      expect(linkParts(text).map((part) => part.text).join("")).toBe(text);
    }
  });
});
