import Paperclip from "@lucide/icons/icons/paperclip";
import { useRef } from "react";
import { Icon } from "@/components/ui/icon";
import { IconButton } from "@/components/ui/icon-button";

/** Opens the browser's own choice of files. */
export function AddFiles({ label, onAdd }: { label: string; onAdd: (files: readonly File[]) => void }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        aria-label={label}
        onChange={({ target }) => {
          onAdd([...(target.files ?? [])]);
          // The same file again is a choice too.
          target.value = "";
        }}
      />
      <IconButton label={label} icon={<Icon of={Paperclip} size={18} />} onClick={() => field.current?.click()} />
    </>
  );
}
