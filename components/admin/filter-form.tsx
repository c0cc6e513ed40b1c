import { clsx } from "clsx";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";

export type Choice = { name: string; label: string; value: string | undefined; options: readonly { value: string; label: string }[]; /** There is no "any": one of them always narrows. */ isOneOf?: boolean };

type Props = {
  /** A free text, where the list can be searched; it is called `text` in the address. */
  search?: { label: string; value: string | undefined };
  choices: readonly Choice[];
  /** The word of a choice that does not narrow, and of the button. */
  words: { any: string; apply: string };
  /** What the address says besides and goes on saying: the order. */
  kept?: { sort: string | undefined };
};

const columns = ["", "sm:grid-cols-[minmax(0,1fr)_auto]", "sm:grid-cols-[minmax(0,1fr)_auto_auto]", "sm:grid-cols-[minmax(0,1fr)_auto_auto_auto]"];

/** Narrows a list of the admin pages. A form of its own page: the address keeps what was asked, without a script too. */
export function FilterForm({ search, choices, words, kept = { sort: undefined } }: Props) {
  return (
    <form role="search" className={clsx("grid items-end gap-4", columns[choices.length + (search ? 1 : 0)])}>
      {kept.sort && <input type="hidden" name="sort" value={kept.sort} />}
      {search && (
        <Field name="text" label={search.label}>
          {(ids) => <Input {...ids} type="search" name="text" maxLength={200} defaultValue={search.value} />}
        </Field>
      )}
      {choices.map(({ name, label, value, options, isOneOf = false }) => (
        <Field key={name} name={name} label={label}>
          {(ids) => (
            <Select {...ids} name={name} defaultValue={value ?? ""}>
              {!isOneOf && <option value="">{words.any}</option>}
              {options.map((each) => (
                <option key={each.value} value={each.value}>
                  {each.label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      ))}
      <Button type="submit">{words.apply}</Button>
    </form>
  );
}
