import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/input";

type Props = { name: string; label: string; devices: readonly MediaDeviceInfo[]; value: string; onChoose: (deviceId: string) => void; hint?: string | undefined };

/** Which device of a kind is used, by the names that the browser gives them. */
export function DeviceSelect({ name, label, devices, value, onChoose, hint }: Props) {
  return (
    <Field name={name} label={label} hint={hint}>
      {(ids) => (
        <Select {...ids} value={value} disabled={devices.length === 0} onChange={(event) => onChoose(event.target.value)}>
          {devices.map(({ deviceId, label: title }) => (
            <option key={deviceId} value={deviceId}>
              {title}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
