import { Card } from "@/components/ui/card";
import { Checkbox, Switch } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input, Select, Textarea } from "@/components/ui/input";

/** Fields in their states. */
export function Forms() {
  return (
    <div className="grid gap-6 md:grid-cols-2">
      <Card className="grid content-start gap-4">
        <Field name="room" label="Name" hint="Members see it in their list.">
          {(ids) => <Input {...ids} name="room" defaultValue="Design review" />}
        </Field>
        <Field name="address" label="Address" errors={["This address is taken."]}>
          {(ids) => <Input {...ids} name="address" defaultValue="design-review" />}
        </Field>
        <Field name="locked" label="Link">
          {(ids) => <Input {...ids} name="locked" readOnly defaultValue="/r/design-review" />}
        </Field>
        <FormError>The room could not be saved: its name is taken.</FormError>
      </Card>
      <Card className="grid content-start gap-4">
        <Field name="access" label="Access">
          {(ids) => (
            <Select {...ids} name="access">
              <option>Anyone with the link</option>
              <option>Signed-in people</option>
              <option>Members</option>
            </Select>
          )}
        </Field>
        <Field name="about" label="About" optional="optional">
          {(ids) => <Textarea {...ids} name="about" placeholder="What is this room for?" />}
        </Field>
        <div>
          <Checkbox name="listed" label="Show in search" hint="Anyone signed in can find the room." defaultChecked />
          <Switch name="lobby" label="Lobby for all" hint="Everyone waits until a host lets them in." defaultChecked />
          <Switch name="chat" label="Chat" />
          <Switch name="record" label="Recording" disabled />
        </div>
      </Card>
    </div>
  );
}
