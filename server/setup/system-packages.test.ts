import { describe, expect, it } from "vitest";
import { fakeRunner, fakeTerminal } from "@/server/setup/fakes.mjs";
import { installSystemProgram, planSystemInstall } from "@/server/setup/system-packages.mjs";

const machine = (platform: NodeJS.Platform, isRoot: boolean, ...programs: string[]) => ({ platform, isRoot, isUbuntu: false, has: (name: string) => programs.includes(name) });

describe("the choice of a package manager", () => {
  it.each([
    ["Debian as root", machine("linux", true, "apt-get"), "apt-get install -y --no-install-recommends ffmpeg"],
    ["Ubuntu with sudo", machine("linux", false, "apt-get", "sudo"), "sudo apt-get install -y --no-install-recommends ffmpeg"],
    ["Fedora with sudo", machine("linux", false, "dnf", "sudo"), "sudo dnf install -y ffmpeg-free"],
    ["Arch as root", machine("linux", true, "pacman"), "pacman -S --noconfirm --needed ffmpeg"],
    ["Alpine as root", machine("linux", true, "apk"), "apk add --no-cache ffmpeg"],
    ["macOS, where brew refuses root and sudo", machine("darwin", false, "brew", "sudo"), "brew install ffmpeg"],
    ["Linux with brew beside apt-get", machine("linux", true, "brew", "apt-get"), "apt-get install -y --no-install-recommends ffmpeg"],
  ])("on %s", (_name, where, command) => {
    expect(planSystemInstall("ffmpeg", where)?.install.join(" ")).toBe(command);
  });

  it.each([
    ["Debian without root and sudo", "ffmpeg", machine("linux", false, "apt-get")],
    ["a system with no known package manager", "ffmpeg", machine("linux", true)],
    ["macOS without brew", "ffmpeg", machine("darwin", false)],
    ["macOS for Chromium, which brew does not have as a program", "chromium", machine("darwin", false, "brew")],
    ["Ubuntu for Chromium, which is a snap there", "chromium", { ...machine("linux", true, "apt-get"), isUbuntu: true }],
  ] as const)("is nothing on %s", (_name, program, where) => {
    expect(planSystemInstall(program, where)).toBeNull();
  });
});

describe("installing a missing program", () => {
  const options = { why: "FFmpeg", otherwise: "Install FFmpeg yourself." };
  const command = "apt-get install -y --no-install-recommends ffmpeg";

  it("happens at once as root, and is announced", async () => {
    const { commands, run } = fakeRunner();
    const terminal = fakeTerminal();
    await installSystemProgram("ffmpeg", { ...options, terminal: terminal as never, run, env: {}, machine: machine("linux", true, "apt-get") });
    expect(commands).toEqual([command]);
    expect(terminal.said[0]).toBe(`FFmpeg is missing and is installed now: ${command}`);
  });

  it("happens at once in CI", async () => {
    const { commands, run } = fakeRunner();
    await installSystemProgram("ffmpeg", { ...options, terminal: fakeTerminal() as never, run, env: { CI: "true" }, machine: machine("linux", false, "apt-get", "sudo") });
    expect(commands).toEqual([`sudo ${command}`]);
  });

  it("asks at a terminal, and installs nothing after a no", async () => {
    const { commands, run } = fakeRunner();
    const terminal = fakeTerminal({ interactive: true, answer: false });
    const attempt = installSystemProgram("ffmpeg", { ...options, terminal: terminal as never, run, env: {}, machine: machine("linux", false, "apt-get", "sudo") });
    await expect(attempt).rejects.toThrow(`FFmpeg is missing. Run: sudo ${command}`);
    expect(terminal.said).toEqual([`FFmpeg is missing. Install it now with "sudo ${command}"?`]);
    expect(commands).toEqual([]);
  });

  it("says what to run where nobody can answer", async () => {
    const { commands, run } = fakeRunner();
    const attempt = installSystemProgram("ffmpeg", { ...options, terminal: fakeTerminal() as never, run, env: {}, machine: machine("linux", false, "apt-get", "sudo") });
    await expect(attempt).rejects.toThrow(`FFmpeg is missing. Run: sudo ${command}`);
    expect(commands).toEqual([]);
  });

  it("fetches the package lists of a bare machine when the first attempt fails", async () => {
    let updated = false;
    const { commands, run } = fakeRunner((line) => {
      if (line === "apt-get update") updated = true;
      return { code: updated ? 0 : 100, output: "E: Unable to locate package ffmpeg" };
    });
    await installSystemProgram("ffmpeg", { ...options, terminal: fakeTerminal() as never, run, env: {}, machine: machine("linux", true, "apt-get") });
    expect(commands).toEqual([command, "apt-get update", command]);
  });

  it("gives the reason and the other way when it fails", async () => {
    const { run } = fakeRunner(() => ({ code: 100, output: "E: Could not resolve the mirror" }));
    const attempt = installSystemProgram("ffmpeg", { ...options, terminal: fakeTerminal() as never, run, env: {}, machine: machine("linux", true, "apt-get") });
    await expect(attempt).rejects.toThrow(`FFmpeg could not be installed with "${command}" (E: Could not resolve the mirror). Install FFmpeg yourself.`);
  });
});
