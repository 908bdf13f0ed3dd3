/** What pip calls a setting, and the variable by which uv, which reads none of pip's configuration, takes it. */
const settings = /** @type {const} */ ([
  ["index-url", "UV_DEFAULT_INDEX"],
  ["extra-index-url", "UV_INDEX"],
  ["cert", "SSL_CERT_FILE"],
]);

/**
 * The package index that pip is set to use, said to uv.
 *
 * @param {string} list the output of `pip config list`: lines such as `global.index-url='https://example.org/simple'`
 * @returns {Record<string, string>} environment variables for uv
 */
export function uvEnvironment(list) {
  /** @type {Record<string, string>} */
  const environment = {};
  for (const line of list.split(/\r?\n/)) {
    const match = /^[^=]*\.([a-z-]+)='(.*)'$/.exec(line.trim());
    const variable = settings.find(([name]) => name === match?.[1])?.[1];
    // Lists are written with line breaks between their items; uv takes blanks.
    if (match?.[2] && variable) environment[variable] = match[2].replaceAll("\\n", " ").trim();
  }
  return environment;
}
