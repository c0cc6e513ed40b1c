import { beforeEach, expect, test, vi } from "vitest";
import { keepPassphrase, linkWith, makePassphrase, onPassphrase, readPassphrase, takeFromAddress, usablePassphrase } from "@/components/call/encryption/passphrase";

const replaced: string[] = [];
beforeEach(() => {
  replaced.length = 0;
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) });
  vi.stubGlobal("history", { state: null, replaceState: (_state: unknown, _title: string, url: string) => replaced.push(url) });
});
const openAt = (hash: string) => vi.stubGlobal("location", { origin: "https://atrium.example", pathname: "/r/plans/call", search: "?x=1", hash });

/** The address changes once the page's router listens to it. */
const addressIsChanged = () => new Promise((resolve) => setTimeout(resolve));

test("a passphrase comes back out of the link it went into, and the address loses it", async () => {
  openAt("");
  const link = linkWith("plans", "blåbær & #7 %");
  openAt(link.slice(link.indexOf("#")));
  takeFromAddress("plans");
  await addressIsChanged();
  expect([readPassphrase("plans"), readPassphrase("others"), replaced]).toEqual(["blåbær & #7 %", null, ["/r/plans/call?x=1"]]);
});

test("a damaged link, and an address without one, change nothing", async () => {
  openAt("#key=%E0%A4%A");
  takeFromAddress("torn");
  openAt("#content");
  takeFromAddress("torn");
  await addressIsChanged();
  expect([readPassphrase("torn"), replaced.length]).toEqual([null, 1]);
});

test("it counts once it is long enough, the same from every keyboard", () => {
  expect([usablePassphrase(null), usablePassphrase("   short "), usablePassphrase(" blåbærtur ")]).toEqual([null, null, "blåbærtur"]);
  expect(usablePassphrase("bla\u030abærtur")).toBe("blåbærtur");
});

test("a made one has 25 letters that can be read out, and is never the same", () => {
  const made = Array.from({ length: 50 }, makePassphrase);
  expect(made.filter((each) => !/^([a-km-np-z2-9]{5}-){4}[a-km-np-z2-9]{5}$/.test(each))).toEqual([]);
  expect(new Set(made).size).toBe(50);
});

test("whoever looks hears of a change", () => {
  let heard = 0;
  const stop = onPassphrase(() => (heard += 1));
  keepPassphrase("plans", "something new");
  stop();
  keepPassphrase("plans", "something newer");
  expect(heard).toBe(1);
});
