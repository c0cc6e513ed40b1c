"use client";

import Copy from "@lucide/icons/icons/copy";
import Ellipsis from "@lucide/icons/icons/ellipsis";
import Pencil from "@lucide/icons/icons/pencil";
import Trash2 from "@lucide/icons/icons/trash";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import { notify } from "@/components/ui/notify";
import { Tabs } from "@/components/ui/tabs";

/** What opens above the page. */
export function Floating() {
  const [open, setOpen] = useState(false);
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => setOpen(true)}>Open dialog</Button>
        <Button onClick={() => notify({ text: "Link copied" })}>Notice</Button>
        <Button onClick={() => notify({ text: "Message deleted", action: { text: "Undo", run: () => notify({ text: "Restored" }) } })}>Notice with undo</Button>
        <Menu
          label="Room actions"
          icon={<Icon of={Ellipsis} size={18} />}
          entries={[
            { key: "edit", text: "Rename", icon: <Icon of={Pencil} size={16} />, onSelect: () => notify({ text: "Rename" }) },
            { key: "copy", text: "Copy link", icon: <Icon of={Copy} size={16} />, onSelect: () => notify({ text: "Link copied" }) },
            "separator",
            { key: "delete", text: "Delete", icon: <Icon of={Trash2} size={16} />, danger: true, onSelect: () => setOpen(true) },
          ]}
        />
      </div>
      <Tabs
        label="Room"
        tabs={[
          { key: "chat", title: "Chat", content: <p className="text-ui">The chat beside a call is the room’s chat.</p> },
          { key: "meetings", title: "Meetings", content: <p className="text-ui">Nothing is scheduled.</p> },
          { key: "recordings", title: "Recordings", content: <p className="text-ui">Nothing was recorded.</p> },
        ]}
      />
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title="Delete “Design review”?"
        text="Its chat and recordings are kept for 30 days, then they are gone."
        closeLabel="Close"
        actions={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button look="danger" onClick={() => setOpen(false)}>
              Delete room
            </Button>
          </>
        }
      />
    </div>
  );
}
