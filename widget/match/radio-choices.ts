import { html, type TemplateResult } from "lit";

/**
 * Radio buttons for the inside of a `fieldset class="choices"`, styled by `choiceStyles`.
 *
 * @param name - Ties the buttons together; one group of a shadow tree has it.
 * @param texts - What each value is called.
 */
export function radioChoices<Value extends string>(
  name: string,
  legend: string,
  values: readonly Value[],
  texts: Readonly<Record<Value, string>>,
  chosen: Value,
  choose: (value: Value) => void,
): TemplateResult {
  return html`<legend class="visually-hidden">${legend}</legend>
    ${values.map(
      (value) =>
        html`<label class="choice">
          <input type="radio" name=${name} value=${value} .checked=${value === chosen} @change=${() => choose(value)} />
          ${texts[value]}
        </label>`,
    )}`;
}
