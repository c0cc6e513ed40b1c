"use client";

import { clsx } from "clsx";
import { Content, List, Root, Trigger } from "radix-ui/tabs";
import type { ReactNode } from "react";

/** Panels of one place, of which one is open. For parts that have an address of their own, use links instead. */
export function Tabs({ label, tabs, className }: { label: string; tabs: { key: string; title: ReactNode; content: ReactNode }[]; className?: string }) {
  return (
    <Root defaultValue={tabs[0]?.key} className={clsx("grid gap-4", className)}>
      <List aria-label={label} className="flex gap-1 overflow-x-auto border-b border-hairline">
        {tabs.map((tab) => (
          <Trigger key={tab.key} value={tab.key} className="tab">
            {tab.title}
          </Trigger>
        ))}
      </List>
      {tabs.map((tab) => (
        <Content key={tab.key} value={tab.key} className="rounded-control">
          {tab.content}
        </Content>
      ))}
    </Root>
  );
}
