/** MLflow's page of a model's registered versions and their runs; its first page without one. */
export function mlflowLink(address: string, model: string | null): string {
  return model === null ? address : `${address}/#/models/${encodeURIComponent(model)}`
}

/** With Grafana's way to choose a value of a dashboard's variable `model`. */
export function grafanaLink(address: string, model: string | null): string {
  const url = new URL(address)
  if (model !== null) url.searchParams.set('var-model', model)
  return url.toString()
}
