/** The address of the page, where the router does not look after it. */

/** The page that is shown, as the server leads back to it. */
export function currentPath(): string {
  const { pathname, search, hash } = window.location
  return pathname + search + hash
}

/** To an address that is no page of ours. */
export function leaveFor(address: string): void {
  window.location.assign(address)
}

/** The values of these in the query, which then has them no more; null where one is missing. */
export function takeFromQuery<Name extends string>(...names: Name[]): Record<Name, string> | null {
  const url = new URL(window.location.href)
  const entries = names.map((name) => [name, url.searchParams.get(name)] as const)
  if (entries.some(([, value]) => value === null)) return null
  for (const name of names) url.searchParams.delete(name)
  window.history.replaceState(window.history.state, '', url)
  return Object.fromEntries(entries) as Record<Name, string>
}
