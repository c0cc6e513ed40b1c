import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Six figures of an app, offered by the system where it knows them; or a recovery code, which has letters. */
export function CodeInput({ label, hint, isRecovery = false, errors }: { label: string; hint?: string; isRecovery?: boolean; errors?: readonly string[] }) {
  return (
    <Field name="code" label={label} hint={hint} errors={errors}>
      {(ids) => (
        <Input
          {...ids}
          name="code"
          required
          autoComplete={isRecovery ? "off" : "one-time-code"}
          inputMode={isRecovery ? "text" : "numeric"}
          autoCapitalize="none"
          spellCheck={false}
          className="tabular tracking-wide"
        />
      )}
    </Field>
  );
}
