import LinkIcon from "@lucide/icons/icons/link";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Icon } from "@/components/ui/icon";

it("draws the shapes of an icon, hidden from screen readers unless it has a label", () => {
  const beside = renderToStaticMarkup(<Icon of={LinkIcon} size={18} />);
  expect(beside).toMatch(/^<svg width="18" height="18" viewBox="0 0 24 24"/);
  expect(beside).toContain('aria-hidden="true"');
  expect(beside.match(/<path d="[^"]+"\/>/g)).toHaveLength(LinkIcon.node.length);
  expect(beside).not.toContain("key=");

  const alone = renderToStaticMarkup(<Icon of={LinkIcon} label="Copy the link" className="text-muted" />);
  expect(alone).toContain('role="img" aria-label="Copy the link" class="text-muted"');
  expect(alone).not.toContain("aria-hidden");
});
