import { Group, NativeSelect, PasswordInput, Select, TextInput, Textarea } from '@mantine/core';
import type { Input } from '@/api/queries';
import { shown } from '@/design/text';
import { fieldOf, mistake, scalarParts, words } from './inputs';

export interface InputsFormProps {
  readonly inputs: readonly Input[];
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (values: Record<string, string>) => void;
  /** What holds where nothing is given, if it is not the default of the template. */
  readonly present?: Readonly<Record<string, unknown>>;
}

/** A form for a template's inputs; all values are texts, which the server reads by their types. */
export function InputsForm({ inputs, values, onChange, present }: InputsFormProps) {
  return (
    <div className="fl-grid">
      {inputs.map((input) => (
        <InputField
          key={input.name}
          input={input}
          value={values[input.name] ?? ''}
          present={present?.[input.name] ?? input.initial}
          onChange={(value) => onChange({ ...values, [input.name]: value })}
        />
      ))}
    </div>
  );
}

function InputField({
  input,
  value,
  present,
  onChange,
}: {
  readonly input: Input;
  readonly value: string;
  readonly present: unknown;
  readonly onChange: (value: string) => void;
}) {
  const field = fieldOf(input);
  const needed = input.required && (present === undefined || present === null);
  const rules = input.constraints
    .filter((one) => one.operator !== 'valid_values')
    .map(words)
    .join(', ');
  const common = {
    label: input.name,
    description: [
      input.description,
      rules,
      input.generated && value === '' ? 'made if left empty' : '',
    ]
      .filter((part) => part !== '')
      .join(' · '),
    withAsterisk: needed,
    error: value === '' ? undefined : mistake(input, value),
  };
  const hint = present === undefined || present === null ? '' : shown(present);
  switch (field.kind) {
    case 'truth':
      return (
        <NativeSelect
          {...common}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          data={[
            { value: '', label: hint === '' ? 'not given' : `${hint} (as it is)` },
            { value: 'true', label: 'true' },
            { value: 'false', label: 'false' },
          ]}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          data={[...field.choices]}
          value={value === '' ? null : value}
          placeholder={hint}
          onChange={(chosen) => onChange(chosen ?? '')}
          clearable
          searchable={field.choices.length > 8}
        />
      );
    case 'scalar': {
      const [amount, unit] = scalarParts(value === '' ? '' : value, field.units);
      const [usual, usualUnit] = scalarParts(hint, field.units);
      const shownUnit = value === '' && hint !== '' ? usualUnit : unit;
      const set = (number: string, of: string) => onChange(number === '' ? '' : `${number} ${of}`);
      return (
        <Group gap={6} align="flex-end" wrap="nowrap">
          <TextInput
            {...common}
            flex={1}
            inputMode="decimal"
            value={amount}
            placeholder={usual}
            onChange={(event) => set(event.currentTarget.value, shownUnit)}
          />
          <NativeSelect
            aria-label={`Unit of ${input.name}`}
            data={[...field.units]}
            value={shownUnit}
            onChange={(event) => set(amount === '' ? usual : amount, event.currentTarget.value)}
          />
        </Group>
      );
    }
    case 'secret':
      return (
        <PasswordInput
          {...common}
          autoComplete="new-password"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'number':
    case 'text':
      return (
        <TextInput
          {...common}
          inputMode={field.kind === 'number' ? 'decimal' : 'text'}
          value={value}
          placeholder={hint}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'structure':
      return (
        <Textarea
          {...common}
          autosize
          minRows={2}
          maxRows={10}
          classNames={{ input: 'fl-mono' }}
          value={value}
          placeholder={hint === '' ? `${input.type}, as YAML: [a, b] or {a: b}` : hint}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}
